using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Template">Code of a template.</param>
/// <param name="FilingMark">Group of the file plan; that of the template when left out.</param>
/// <param name="File">Mark of the one file for all documents; a file each when left out.</param>
/// <param name="Table">The table; seekable.</param>
internal sealed record BeginSeriesInput(string? Name, string? Template, string? FilingMark, string? File, bool DispatchAtOnce, Stream? Table);

/// <summary>An official begins a bulk act: a table of addressees over a template. Nothing is made yet; every wrong cell is shown first.</summary>
internal sealed class BeginSeries(Caller caller, RecordsDb db, SeriesTemplates templates, AppealRules rules, AppealForms forms, FilePlans plans, Sight sight, SeriesIntake intake, IDirectory directory, TimeProvider clock)
    : UseCase<BeginSeriesInput, Guid>(caller, RecordsPermissions.Handle)
{
    public const int LongestName = 200;

    /// <returns>The series.</returns>
    protected override async Task<Result<Guid>> Do(BeginSeriesInput input, CancellationToken cancel)
    {
        if (Caller is not { Office: { } office, Person: { } me } || await directory.Official(me, cancel) is not { } official) return Refusal.Forbidden();
        var today = Prague.Today(clock);
        List<Refusal> no = [];
        var name = SafeText.Clean(input.Name, LongestName);
        if (name.Text.Length == 0) no.Add(Refusal.Invalid(nameof(input.Name), "records.series.no-name"));
        else if (name.TooLong) no.Add(Refusal.Invalid(nameof(input.Name), "records.refusal.too-long", ("count", LongestName)));
        var template = templates.On(input.Template, today);
        if (template is null) no.Add(Refusal.Invalid(nameof(input.Template), "records.decide.no-template"));
        if (input.Table is null) no.Add(Refusal.Invalid(CsvReader.Field, "records.series.no-table"));
        CaseFile? file = null;
        if (input.File?.Trim() is { Length: > 0 } mark)
        {
            file = await db.Files.FirstOrDefaultAsync(f => f.Mark == mark, cancel);
            if (file is not null && (await sight.FindFile(file.Id, cancel) is null || !sight.IsFree(file.ManagedBy))) file = null;
            if (file is null) no.Add(Refusal.Invalid(nameof(input.File), "records.refusal.no-such-file", ("mark", mark)));
            else if (!file.Takes) no.Add(Refusal.Invalid(nameof(input.File), "records.refusal.file-closed", ("mark", mark)));
        }
        var filing = file?.FilingMark ?? (input.FilingMark?.Trim() is { Length: > 0 } chosen ? chosen : template?.FilingMark);
        if (template is not null && file is null && await plans.Place(office, filing, today, cancel) is null) no.Add(Refusal.Invalid(nameof(input.FilingMark), "records.refusal.no-such-filing-mark"));
        if (no.Count > 0) return no;

        var card = (await directory.Office(office, cancel))!;
        var series = new Series
        {
            Office = office,
            Name = name.Text,
            Template = template!.Code,
            TemplateFrom = template.From,
            Kind = template.OwnKind,
            AppealRule = template.Appeal,
            Agenda = template.Agenda,
            Matter = template.Matter,
            Title = template.Title,
            Statement = template.Statement.Trim(),
            Reasons = template.Reasons.Trim(),
            Instruction = template.Appeal is { } rule ? rules.On(rule, today).Compose(card, today, forms.Address(card)) : "",
            Body = template.Body.Trim(),
            FilingMark = filing!,
            CommonFile = file?.Id,
            DispatchAtOnce = input.DispatchAtOnce,
            Unit = official.Unit,
            Author = me,
            AuthorName = official.Name,
            CreatedAt = clock.GetUtcNow(),
        };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        db.Add(series);
        await db.SaveChangesAsync(cancel);
        if (await intake.Take(series, input.Table!, cancel) is { } refused) return refused;
        await transaction.CommitAsync(cancel);
        return series.Id;
    }
}

/// <param name="Table">The corrected table; seekable.</param>
internal sealed record UploadSeriesInput(Guid Series, Stream? Table, uint? Version = null);

/// <summary>A corrected table is uploaded: rows with their numbers replace those rows, a table without numbers replaces all. No row is there twice.</summary>
internal sealed class UploadSeries(Caller caller, RecordsDb db, SeriesShelf shelf, SeriesIntake intake) : UseCase<UploadSeriesInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(UploadSeriesInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.series where id = {input.Series} for update", cancel);
        if (await shelf.Find(input.Series, cancel) is not { } series) return Refusal.NotFound();
        if (!shelf.Writes(series)) return Refusal.Forbidden();
        if (!series.IsOpen) return Refusal.Conflict("records.series.not-open");
        if (series.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        if (input.Table is null) return Refusal.Invalid(CsvReader.Field, "records.series.no-table");
        if (await intake.Take(series, input.Table, cancel) is { } refused) return refused;
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
