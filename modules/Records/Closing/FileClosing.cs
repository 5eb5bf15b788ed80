using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Formats;
using Virtuos.Records.Packages;

namespace Virtuos.Records;

/// <summary>One thing that keeps a file open.</summary>
/// <param name="What"><c>open</c>, <c>not-final</c>, <c>mark</c>, <c>format</c> or <c>missing</c>.</param>
/// <param name="Name">The document or the part of it, in words.</param>
/// <param name="Document">Null for what concerns the file as a whole.</param>
internal sealed record Hindrance(string What, string Name, Guid? Document, Component? Part = null)
{
    public string TextKey => $"records.close.hindrance.{What}";
}

/// <summary>Formats of parts by the hash of their bytes: those never change, so each is looked at once.</summary>
internal sealed class SeenFormats
{
    private const int Most = 200_000;
    private readonly ConcurrentDictionary<string, DetectedFormat> formats = new(StringComparer.Ordinal);

    /// <returns>Null where the bytes are missing; that is asked again.</returns>
    public async Task<DetectedFormat?> Of(string blob, Func<Task<DetectedFormat?>> detect)
    {
        if (formats.TryGetValue(blob, out var known)) return known;
        if (await detect() is not { } format) return null;
        if (formats.Count > Most) formats.Clear();
        return formats[blob] = format;
    }
}

/// <summary>Finds out what keeps a file open (§ 65 of act 499/2004, § 23 of decree 259/2012).</summary>
internal sealed class FileClosing(RecordsDb db, FileKeeping keeping, RetentionMarks marks, OutputFormats formats, SeenFormats seen, IBlobStore blobs, TimeProvider clock)
{
    /// <summary>What keeps it open; formats are looked at only when nothing else is in the way, for that reads every part.</summary>
    public Task<IReadOnlyList<Hindrance>> Hindrances(CaseFile file, CancellationToken cancel) => Find(file, whole: false, cancel);

    /// <summary>Everything that keeps it open; of bytes that were looked at before, what they were then.</summary>
    public Task<IReadOnlyList<Hindrance>> All(CaseFile file, CancellationToken cancel) => Find(file, whole: true, cancel);

    private async Task<IReadOnlyList<Hindrance>> Find(CaseFile file, bool whole, CancellationToken cancel)
    {
        var documents = await db.Documents.AsNoTracking().Where(d => d.File == file.Id || db.Documents.Any(p => p.Id == d.Parent && p.File == file.Id))
            .OrderBy(d => d.FilePosition).ToListAsync(cancel);
        List<Hindrance> found = [.. documents.Where(d => !d.State.IsEnd()).Select(d => new Hindrance("open", d.ReferenceNumber ?? d.Matter, d.Id))];
        var ids = documents.ConvertAll(d => d.Id);
        var waiting = await db.OwnDocuments.AsNoTracking().Where(o => ids.Contains(o.Id) && o.AppealRule != null && o.FinalOn == null && o.AnnulledOn == null).Select(o => o.Id).ToListAsync(cancel);
        found.AddRange(documents.Where(d => d.State == DocumentState.Dispatched && waiting.Contains(d.Id)).Select(d => new Hindrance("not-final", d.ReferenceNumber!, d.Id)));
        var kept = (await keeping.Of(file, cancel)).Terms;
        if (!marks.AtClosing(kept.Mark, Prague.Today(clock))) found.Add(new("mark", $"{kept.Mark}{kept.Years}", null));
        if (whole || found.Count == 0) found.AddRange(await Formats(documents, ids, whole, cancel));
        return found;
    }

    // A scan stands for the paper, which is what is kept; drafts are kept as they are.
    private async Task<List<Hindrance>> Formats(List<Document> documents, List<Guid> ids, bool remembered, CancellationToken cancel)
    {
        var parts = await db.Components.AsNoTracking().Where(c => ids.Contains(c.Document) && (c.Role == ComponentRole.Original || c.Role == ComponentRole.Output)).ToListAsync(cancel);
        List<Hindrance> found = [];
        foreach (var part in parts.GroupBy(c => (c.Document, c.Position)).Select(g => g.OrderByDescending(c => c.Role == ComponentRole.Output).ThenByDescending(c => c.Version).First()))
        {
            var name = $"{documents.Find(d => d.Id == part.Document)!.ReferenceNumber}, {part.Name}";
            var detected = remembered ? await seen.Of(part.Blob, () => Detect(part.Blob, cancel)) : await Detect(part.Blob, cancel);
            if (detected is not { } format) found.Add(new("missing", name, part.Document, part));
            else if (!formats.Holds(format, Prague.Today(clock))) found.Add(new("format", name, part.Document, part));
        }
        return found;
    }

    public async Task<DetectedFormat?> Detect(string blob, CancellationToken cancel)
    {
        if (!BlobHash.TryParse(blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return null;
        await using var stream = content;
        return stream.CanSeek ? await FormatDetector.Detect(stream, cancel) : (await ComponentFile.Measure(new(blob, long.MaxValue, _ => new(stream)), new HashSet<string>(), cancel)).Format;
    }
}
