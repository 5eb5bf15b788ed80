using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;

namespace Virtuos.Records;

/// <param name="Kind"><c>Dokument</c> or <c>Spis</c>; null for both.</param>
/// <param name="Held"><c>essl</c> for what no agenda system manages, <c>issd</c> for what one does.</param>
/// <param name="From">From which row, from 1.</param>
internal sealed record ListAssignedInput(Guid Official, string? Kind, string? Held, int From, int Most)
{
    public ErmsId? Id { get; init; }

    public string? FilingMark { get; init; }

    public string? ReferenceNumber { get; init; }

    public string? FileMark { get; init; }

    public string? Contains { get; init; }

    public DateTimeOffset? CreatedFrom { get; init; }

    public DateTimeOffset? CreatedTo { get; init; }

    public DateTimeOffset? ChangedFrom { get; init; }

    public DateTimeOffset? ChangedTo { get; init; }
}

/// <summary>What an official has: documents first, then files, each in the order in which they came.</summary>
internal sealed record Assigned(IReadOnlyList<Document> Documents, IReadOnlyList<CaseFile> Files, IReadOnlyDictionary<Guid, string> Marks, IReadOnlyDictionary<Guid, ErmsId> Names);

/// <summary>An agenda system asks what an official has within its sight, at most a hundred rows at a time.</summary>
internal sealed class ListAssigned(Caller caller, RecordsDb db, Sight sight, AgendaThings things) : UseCase<ListAssignedInput, Assigned>(caller, RecordsPermissions.Read)
{
    public const int Most = 100;

    protected override async Task<Result<Assigned>> Do(ListAssignedInput input, CancellationToken cancel)
    {
        var (skip, take) = (Math.Max(input.From, 1) - 1, Math.Clamp(input.Most, 1, Most));
        var wanted = input.Id is { } id ? (await things.Document(id, cancel))?.Id ?? (await things.File(id, cancel))?.Id ?? Guid.Empty : (Guid?)null;
        var documents = input.Kind is null or "Dokument" ? Documents(input, wanted) : db.Documents.Where(d => false);
        var files = input.Kind is null or "Spis" ? Files(input, wanted) : db.Files.Where(f => false);
        var before = await documents.CountAsync(cancel);
        var shown = await documents.OrderBy(d => d.Id).Skip(skip).Take(take).ToListAsync(cancel);
        var rest = await files.OrderBy(f => f.Id).Skip(Math.Max(0, skip - before)).Take(take - shown.Count).ToListAsync(cancel);
        var inFiles = shown.Select(d => d.File).OfType<Guid>().Distinct().ToList();
        return new Assigned(shown, rest, await db.Files.AsNoTracking().Where(f => inFiles.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Mark, cancel),
            await things.Names([.. shown.Select(d => d.Id), .. rest.Select(f => f.Id)], cancel));
    }

    private IQueryable<Document> Documents(ListAssignedInput input, Guid? wanted)
    {
        var rows = sight.Documents.AsNoTracking().Where(d => d.Holder == input.Official && d.Number != null);
        if (wanted is { } id) rows = rows.Where(d => d.Id == id);
        if (input.Held == "essl") rows = rows.Where(d => d.ManagedBy == null);
        if (input.Held == "issd") rows = rows.Where(d => d.ManagedBy != null);
        if (input.FilingMark is { } filing) rows = rows.Where(d => d.FilingMark == filing);
        if (input.ReferenceNumber is { } number) rows = rows.Where(d => d.ReferenceNumber == number);
        if (input.FileMark is { } mark) rows = rows.Where(d => db.Files.Any(f => f.Id == d.File && f.Mark == mark));
        if (input.Contains is { } text) rows = rows.Where(d => EF.Functions.ILike(d.Matter, Within(text), "\\"));
        if (input.CreatedFrom is { } from) rows = rows.Where(d => d.CreatedAt >= from);
        if (input.CreatedTo is { } to) rows = rows.Where(d => d.CreatedAt <= to);
        if (input.ChangedFrom is { } since) rows = rows.Where(d => db.Steps.Where(s => s.Document == d.Id).Max(s => s.At) >= since);
        if (input.ChangedTo is { } until) rows = rows.Where(d => db.Steps.Where(s => s.Document == d.Id).Max(s => s.At) <= until);
        return rows;
    }

    private IQueryable<CaseFile> Files(ListAssignedInput input, Guid? wanted)
    {
        var rows = db.Files.AsNoTracking().Where(f => f.Holder == input.Official && (sight.Units == null || sight.Units.Contains(f.Unit)));
        if (wanted is { } id) rows = rows.Where(f => f.Id == id);
        if (input.Held == "essl") rows = rows.Where(f => f.ManagedBy == null);
        if (input.Held == "issd") rows = rows.Where(f => f.ManagedBy != null);
        if (input.FilingMark is { } filing) rows = rows.Where(f => f.FilingMark == filing);
        if (input.ReferenceNumber is { } number) rows = rows.Where(f => db.Documents.Any(d => d.File == f.Id && d.ReferenceNumber == number));
        if (input.FileMark is { } mark) rows = rows.Where(f => f.Mark == mark);
        if (input.Contains is { } text) rows = rows.Where(f => EF.Functions.ILike(f.Matter, Within(text), "\\"));
        if (input.CreatedFrom is { } from) rows = rows.Where(f => f.OpenedAt >= from);
        if (input.CreatedTo is { } to) rows = rows.Where(f => f.OpenedAt <= to);
        if (input.ChangedFrom is { } since) rows = rows.Where(f => db.Steps.Where(s => db.Documents.Any(d => d.Id == s.Document && d.File == f.Id)).Max(s => (DateTimeOffset?)s.At) >= since || f.OpenedAt >= since);
        if (input.ChangedTo is { } until) rows = rows.Where(f => !db.Steps.Any(s => s.At > until && db.Documents.Any(d => d.Id == s.Document && d.File == f.Id)));
        return rows;
    }

    private static string Within(string text) => $"%{text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
}
