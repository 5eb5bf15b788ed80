using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Formats;
using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>Gathers what goes into a package with a file: the volume in which it lies, files tied to it, everything above, and what every component is.</summary>
internal sealed class PackageComposer(RecordsDb db, FactReader reader, VolumeFactReader volumes, FileClosing closing, SeenFormats seen, ActingPerson persons, IDirectory directory, TimeProvider clock)
{
    private const int LongestMark = 24;

    /// <param name="alive">Files that are still open are told as if they were closed now; of an open volume the file alone.</param>
    public async Task<Result<PackageFacts>> Compose(Guid id, PackageKind kind, Assessment? assessment, bool alive, CancellationToken cancel)
    {
        if (await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, cancel) is not { } file) return Refusal.NotFound();
        if (kind == PackageKind.HandOver && assessment is null) return Refusal.Conflict("records.making.no-assessment", ("mark", file.Mark));
        var at = clock.GetUtcNow();
        List<PackageBase> bases = [];
        foreach (var one in await Tied(file, alive, cancel))
        {
            if (bases.Exists(b => b.Files.Any(f => f.File.Id == one.Id))) continue;
            var found = await Base(one, at, alive, cancel);
            if (!found.Succeeded) return found.As<PackageFacts>();
            bases.Add(found.Value);
        }
        var formats = await Formats(bases, kind, alive, cancel);
        if (!formats.Succeeded) return formats.As<PackageFacts>();
        var office = (await directory.Office(file.Office, cancel))!;
        var containers = RuleTable.On(Prague.Day(at))["obs109"].Values;
        bases = [.. bases.Select(b => Chosen(Contained(b, c => containers.Contains(formats.Value[c].MimeType)), assessment))];
        var first = bases[0].Volume is { } volume ? (Mark: volume.Section.Mark, volume.Volume.Id) : (bases[0].File!.File.Mark, bases[0].File!.File.Id);
        return new PackageFacts(NameOf(office, first.Mark, first.Id, kind), kind, office, await persons.Now(file.Office, file.Unit, cancel), at, bases,
            PackageTree.Of(bases, c => Made(c, formats.Value[c.Id])));
    }

    // What is tied firmly goes together, whichever end was asked for; in one order, so that it is the same package.
    private async Task<IReadOnlyList<CaseFile>> Tied(CaseFile file, bool alive, CancellationToken cancel)
    {
        Dictionary<Guid, CaseFile> known = new() { [file.Id] = file };
        for (List<CaseFile> fresh = [file]; fresh.Count > 0;)
        {
            var ids = fresh.ConvertAll(f => f.Id);
            // A volume goes as a whole.
            var inside = alive ? [] : fresh.Where(f => f.Volume is not null).Select(f => f.Volume).Distinct().ToList();
            var ties = await db.References.AsNoTracking().Where(r => r.Firm && r.ToFile != null && r.FromFile != null && (ids.Contains(r.FromFile.Value) || ids.Contains(r.ToFile.Value)))
                .Select(r => new { From = r.FromFile!.Value, To = r.ToFile!.Value }).ToListAsync(cancel);
            var others = ties.SelectMany(t => (Guid[])[t.From, t.To]).Where(o => !known.ContainsKey(o)).Distinct().ToList();
            fresh = (await db.Files.AsNoTracking().Where(f => others.Contains(f.Id) || inside.Contains(f.Volume)).ToListAsync(cancel)).FindAll(f => known.TryAdd(f.Id, f));
        }
        return [.. known.Values.OrderBy(f => f.Id)];
    }

    private async Task<Result<PackageBase>> Base(CaseFile file, DateTimeOffset at, bool alive, CancellationToken cancel)
    {
        if (!alive && file.State != FileState.Closed) return Refusal.Conflict("records.making.open", ("mark", file.Mark));
        if (!await db.Documents.AnyAsync(d => d.File == file.Id, cancel)) return Refusal.Conflict("records.making.empty", ("mark", file.Mark));
        var facts = alive ? await reader.ReadAsClosed(file, at, cancel) : await reader.Read(file, cancel);
        if (file.Volume is not { } id) return facts is null ? Refusal.Conflict("records.making.no-group", ("mark", file.Mark)) : new PackageBase(facts, null);
        var volume = await db.Volumes.AsNoTracking().FirstAsync(v => v.Id == id, cancel);
        if (!alive && volume.ClosedAt is null) return Refusal.Conflict("records.making.volume-open", ("mark", file.Mark));
        var whole = alive ? facts is null ? null : await volumes.Read(volume, [facts], cancel) : await volumes.Read(volume, cancel);
        return whole is null ? Refusal.Conflict("records.making.no-group", ("mark", file.Mark)) : new PackageBase(null, whole);
    }

    /// <summary>What every component is by its content; where nothing can be read, what it is said to be, unless its bytes are to go with it.</summary>
    private async Task<Result<Dictionary<Guid, DetectedFormat>>> Formats(IEnumerable<PackageBase> bases, PackageKind kind, bool alive, CancellationToken cancel)
    {
        Dictionary<Guid, DetectedFormat> formats = [];
        foreach (var document in bases.SelectMany(b => b.Files).SelectMany(f => f.Documents))
            foreach (var component in document.Components.Select(c => c.Component))
                if (await seen.Of(component.Blob, () => closing.Detect(component.Blob, cancel)) is { } format)
                    formats[component.Id] = format.Code == "unknown" && MediaTypes.IsWellFormed(component.MimeType) && MediaTypes.Fits(component.MimeType, format) ? format with { MimeType = component.MimeType } : format;
                else if (kind != PackageKind.Metadata && !alive) return Refusal.Conflict("records.making.missing", ("name", component.Name), ("document", document.Document.ReferenceNumber));
                else formats[component.Id] = KnownFormats.Of("unknown") with { MimeType = component.MimeType };
        return formats;
    }

    // An archive of files is a container, whatever it was stored as (rule obs109).
    private static PackageBase Contained(PackageBase one, Func<Guid, bool> isContainer)
    {
        return one.Volume is { } volume ? new(null, volume with { Files = [.. volume.Files.Select(File)] }) : new(File(one.File!), null);

        FileFacts File(FileFacts facts) => facts with { Documents = [.. facts.Documents.Select(Document)] };

        DocumentFacts Document(DocumentFacts facts)
        {
            var containers = facts.Components.Select(c => c.Component.Id).Where(isContainer).ToHashSet();
            if (containers.Count == 0) return facts;
            var known = facts.Components.ToDictionary(c => c.Component.Id);
            return facts with { Components = [.. ComponentFacts.Of(facts.Components.Select(c => c.Component), containers).Select(c => c with { Identities = known[c.Component.Id].Identities, Marks = known[c.Component.Id].Marks })] };
        }
    }

    // How much there is on paper is what came with its documents (rule obs77).
    private static PackageBase Chosen(PackageBase one, Assessment? assessment)
    {
        if (assessment is null) return one;
        var amount = assessment.Amount ?? string.Join("; ", one.Files.SelectMany(f => f.Documents).Where(d => d.IsAnalogue).Select(d => d.Document.Amount).OfType<string>());
        var own = assessment with { Amount = one.IsAnalogue ? amount : null };
        return one.Volume is { } volume ? new(null, volume with { Assessment = own }) : new(one.File! with { Assessment = own }, null);
    }

    private static MadeComponent Made(Component component, DetectedFormat format) =>
        new(component.Id, component.Document, $"{Layout.Components}/{component.Id:n}.{format.Extension}", format.MimeType, component.Size, BlobHash.Parse(component.Blob).Hex);

    /// <summary>Letters, digits and underscores, at most 64: the originator, what it is about in words, and what makes it unique.</summary>
    private static string NameOf(OfficeCard office, string mark, Guid id, PackageKind kind)
    {
        var plain = new string([.. mark.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark).Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_')]);
        var what = kind switch { PackageKind.Metadata => "metadata", PackageKind.Full => "vyber", _ => "predani" };
        return $"{office.OrganisationNumber}_{(plain.Length > LongestMark ? plain[..LongestMark] : plain)}_{$"{id:n}"[^12..]}_{what}";
    }
}
