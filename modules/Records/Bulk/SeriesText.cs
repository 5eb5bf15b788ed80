using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <summary>What the text of a bulk act asks its table for.</summary>
internal static class SeriesText
{
    /// <summary>Columns that the text needs.</summary>
    public static IEnumerable<string> Asked(Series s) => SeriesTemplates.FieldsOf(s.Matter, s.Title, s.Statement, s.Reasons, s.Body).Where(f => !SeriesTemplates.OfOffice.Contains(f));
}

/// <param name="Version">The version that the official saw.</param>
internal sealed record SaveSeriesTextInput(Guid Series, string? Matter, string? Title, string? Statement, string? Reasons, string? Instruction, string? Body, uint? Version = null);

/// <summary>An official changes the text of a bulk act; it may ask only for what the table has, and every row is checked again.</summary>
internal sealed class SaveSeriesText(Caller caller, RecordsDb db, SeriesShelf shelf, SeriesIntake intake) : UseCase<SaveSeriesTextInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(SaveSeriesTextInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        if (await shelf.Find(input.Series, cancel) is not { } series) return Refusal.NotFound();
        if (!shelf.Writes(series)) return Refusal.Forbidden();
        if (!series.IsOpen) return Refusal.Conflict("records.series.not-open");
        if (series.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        List<Refusal> no = [];
        series.Matter = Part(input.Matter, series.Matter, nameof(input.Matter), DraftDocument.LongestMatter, no);
        series.Title = Part(input.Title, series.Title, nameof(input.Title), SaveDraft.LongestTitle, no);
        series.Statement = Part(input.Statement, series.Statement, nameof(input.Statement), SaveDraft.Longest, no);
        series.Reasons = Part(input.Reasons, series.Reasons, nameof(input.Reasons), SaveDraft.Longest, no);
        series.Instruction = Part(input.Instruction, series.Instruction, nameof(input.Instruction), SaveDraft.Longest, no);
        series.Body = Part(input.Body, series.Body, nameof(input.Body), SaveDraft.Longest, no);
        if (series.Title.Length == 0) no.Add(Refusal.Invalid(nameof(input.Title), "records.decide.title-missing"));
        if (series.Matter.Length == 0) no.Add(Refusal.Invalid(nameof(input.Matter), "records.series.matter-missing"));
        foreach (var (field, text) in ((string, string)[])[(nameof(input.Matter), series.Matter), (nameof(input.Title), series.Title), (nameof(input.Statement), series.Statement), (nameof(input.Reasons), series.Reasons), (nameof(input.Body), series.Body)])
            if (SeriesTemplates.FieldsOf(text).FirstOrDefault(f => !SeriesTemplates.OfOffice.Contains(f) && !series.Columns.Contains(f)) is { } unknown) no.Add(Refusal.Invalid(field, "records.series.field-unknown", ("field", $"{{{unknown}}}")));
        if (no.Count > 0) return no;
        await db.SaveChangesAsync(cancel);
        await intake.Recheck(series, cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }

    private static string Part(string? typed, string stored, string field, int most, List<Refusal> no)
    {
        if (typed is null) return stored;
        var clean = SafeText.Clean(typed, most, multiline: most > DraftDocument.LongestMatter);
        if (clean.TooLong) no.Add(Refusal.Invalid(field, "records.refusal.too-long", ("count", most)));
        return clean.Text;
    }
}
