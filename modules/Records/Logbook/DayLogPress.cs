using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;

namespace Virtuos.Records;

/// <summary>Makes the log of a day that is over: PDF/A for people with the XML of the national standard inside, both under the seal of the office with a time stamp.</summary>
internal sealed class DayLogPress(RecordsDb db, LedgerBook ledger, LogVocabularies vocabularies, PaperPress press, TrialAuthority authority, TimestampAuthority stamps, IBlobStore blobs, IDirectory directory, Texts texts)
{
    private const long Largest = 2L * 1024 * 1024 * 1024;

    /// <summary>The sealed paper as a component that is not stored yet; its bytes are safe on disk.</summary>
    /// <param name="document">The id of the document that will keep it, which is also that of the log.</param>
    public async Task<Component> Make(DayLog log, OfficeCard office, Guid document, DateTimeOffset at, CancellationToken cancel)
    {
        var czech = texts.In("cs");
        List<LedgerLine> lines = [];
        await foreach (var line in ledger.Stretch(log.Office, log.After!.Value, log.UpTo!.Value, cancel)) lines.Add(line);
        var head = new LogHead(document, log.Office, at, log.Starts, log.Ends, await ledger.LinkAt(log.Office, log.After.Value, cancel));
        var (telling, people) = (await LogTelling.Of(vocabularies.On(log.Day), log.Office, lines, db, cancel), await LogPeople.Of(log.Office, lines, db, directory, czech, cancel));
        var xml = LogXml.System(head, lines, telling, people);
        var certificate = authority.SealOf(office.Name, office.OrganisationNumber);
        var story = new DayStory(log, office, head, lines, telling, people, await Names(log.Office, lines.Select(l => telling.Thing(l.Entry)), cancel));
        var paper = DayLogPaper.Of(story, xml, $"{BlobHash.Of(xml)}", certificate.IsTrial, czech);
        // Without a stamp it waits: the ledger has everything meanwhile.
        using var content = new MemoryStream(await PaperSeal.Stamp(PaperSeal.Seal(press.Press(new DocumentMetadata(new($"{document}"), office.AsPerson()) { Matter = paper.Title }.Into(paper), sealing: true).Bytes, certificate, at), stamps, cancel));
        var staged = await blobs.Stage(content, Largest, cancel);
        return new()
        {
            Office = log.Office,
            Document = document,
            Position = 1,
            Role = ComponentRole.Output,
            Kind = "day-log",
            Name = $"transakcni-protokol-{log.Day:yyyy-MM-dd}.pdf",
            MimeType = "application/pdf",
            Size = staged.Size,
            Blob = staged.Hash.ToString(),
            AddedAt = at,
        };
    }

    // What people know a thing by; a day touches few of them, so they are asked for by id.
    private async Task<IReadOnlyDictionary<Guid, string>> Names(Guid office, IEnumerable<(string Kind, Guid Id)> things, CancellationToken cancel)
    {
        Dictionary<Guid, string> names = [];
        foreach (var ids in things.Where(t => t.Kind is nameof(Document) or nameof(OwnDocument) or nameof(CaseFile)).Select(t => t.Id).Distinct().Chunk(2000))
        {
            foreach (var found in await db.Documents.AsNoTracking().Where(d => d.Office == office && ids.Contains(d.Id) && d.ReferenceNumber != null).Select(d => new { d.Id, Name = d.ReferenceNumber! }).ToListAsync(cancel)) names[found.Id] = found.Name;
            foreach (var found in await db.Files.AsNoTracking().Where(f => f.Office == office && ids.Contains(f.Id)).Select(f => new { f.Id, f.Mark }).ToListAsync(cancel)) names[found.Id] = found.Mark;
        }
        return names;
    }
}
