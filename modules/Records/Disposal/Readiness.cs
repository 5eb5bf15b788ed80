using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <summary>One thing that a file lacks before it can be proposed for disposal or handed over.</summary>
/// <param name="What"><c>open</c>, <c>not-final</c>, <c>not-closed</c>, <c>format</c>, <c>missing</c>, <c>mark</c>, <c>rule</c>, <c>undated</c>, <c>storage</c>, <c>content</c>, <c>address</c> or <c>amount</c>.</param>
/// <param name="Href">Where it is mended.</param>
internal sealed record Lack(string What, string Name, string Href)
{
    public string TextKey => $"records.ready.{What}";
}

/// <summary>How ready a file is.</summary>
/// <param name="Score">Of a hundred: the share of what is asked that is fulfilled.</param>
internal sealed record FileReadiness(int Score, IReadOnlyList<Lack> Lacks)
{
    public bool IsReady => Lacks.Count == 0;
}

/// <summary>
/// Finds what a file lacks: that all in it is settled, in an output format and there, that it is closed, has a mark that holds, its year, its
/// senders' addresses, and, of paper, how much there is and where (§ 65 of act 499/2004, § 15 and § 23 of decree 259/2012).
/// </summary>
internal sealed class Readiness(RecordsDb db, FilePlans plans, FileKeeping keeping, FileClosing closing, RetentionMarks marks)
{
    // What is asked of every file; each thing that lacks belongs to one of them.
    private static readonly Dictionary<string, string> asked = new(StringComparer.Ordinal)
    {
        ["open"] = "settled", ["not-final"] = "settled", ["not-closed"] = "closed", ["format"] = "format", ["missing"] = "content", ["content"] = "content",
        ["mark"] = "mark", ["rule"] = "mark", ["undated"] = "year", ["storage"] = "storage", ["amount"] = "storage", ["address"] = "sender",
    };

    private static readonly int questions = asked.Values.Distinct().Count();

    public async Task<FileReadiness> Of(CaseFile file, CancellationToken cancel)
    {
        var here = $"/stul/spis/{file.Id}";
        var documents = await db.Documents.AsNoTracking().Where(d => d.File == file.Id).OrderBy(d => d.FilePosition).ToListAsync(cancel);
        List<Lack> lacks = [];
        if (file.State != FileState.Closed)
        {
            lacks.AddRange((await closing.All(file, cancel)).Select(h => new Lack(h.What, h.Name, h.What is "format" or "missing" ? $"{here}#uzavreni" : h.Document is { } id ? $"/stul/dokument/{id}" : $"{here}#presunout")));
            lacks.Add(new("not-closed", file.Mark, $"{here}#uzavreni"));
        }
        else
        {
            if (!marks.AtClosing(file.RetentionMark, Prague.Day(file.ClosedAt!.Value))) lacks.Add(new("mark", file.RetentionMark, here));
            if (file.DiscardYear is null) lacks.Add(new("undated", (await keeping.Of(file, cancel)).Events, file.Volume is null ? $"{here}#udalost" : await TypeFile(file, cancel)));
        }
        if ((await plans.Of(file, cancel)).RuleUnder(file.FilingMark) is null) lacks.Add(new("rule", file.FilingMark, $"{here}#presunout"));
        var ids = documents.ConvertAll(d => d.Id);
        var filled = await db.Components.AsNoTracking().Where(c => ids.Contains(c.Document)).Select(c => c.Document).Distinct().ToListAsync(cancel);
        lacks.AddRange(documents.Where(d => !d.IsOnPaper && d.Number is not null && !filled.Contains(d.Id)).Select(d => new Lack("content", d.ReferenceNumber!, $"/stul/dokument/{d.Id}")));
        lacks.AddRange(documents.Where(d => d.LacksAddress).Select(d => new Lack("address", d.ReferenceNumber ?? d.Matter, $"/stul/dokument/{d.Id}#doplnit")));
        lacks.AddRange(documents.Where(d => d.LacksAmount).Select(d => new Lack("amount", d.ReferenceNumber ?? d.Matter, $"/stul/dokument/{d.Id}#doplnit")));
        if (await HasLoosePaper(file, documents, cancel)) lacks.Add(new("storage", file.Mark, $"{here}#ulozeni"));
        var unfulfilled = lacks.Select(l => asked[l.What]).Distinct().Count();
        return new(100 * (questions - unfulfilled) / questions, lacks);
    }

    // Paper lies in a storage unit with its file, or each document by itself.
    private async Task<bool> HasLoosePaper(CaseFile file, List<Document> documents, CancellationToken cancel)
    {
        var paper = documents.Where(d => d.IsOnPaper).Select(d => d.Id).ToList();
        if (paper.Count == 0) return false;
        var lying = await db.Storings.Where(s => s.TakenAt == null && (s.Thing == file.Id || paper.Contains(s.Thing))).Select(s => s.Thing).ToListAsync(cancel);
        return !lying.Contains(file.Id) && paper.Except(lying).Any();
    }

    private async Task<string> TypeFile(CaseFile file, CancellationToken cancel) =>
        $"/stul/typovy-spis/{await db.Volumes.Where(v => v.Id == file.Volume).Join(db.Sections, v => v.Section, s => s.Id, (v, s) => s.TypeFile).FirstAsync(cancel)}";
}
