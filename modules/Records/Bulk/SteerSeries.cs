using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="What"><c>take-back</c>, <c>drop</c>, <c>stop</c>, <c>go-on</c>, <c>dispatch</c> or <c>undo</c>.</param>
internal sealed record SteerSeriesInput(Guid Series, string? What, uint? Version = null);

/// <summary>Whoever writes a bulk act takes it back from approval, gives it up, stops it, lets it go on, sends its documents out, or cancels what has not left.</summary>
internal sealed class SteerSeries(Caller caller, RecordsDb db, SeriesShelf shelf, SeriesTemplates templates, TimeProvider clock) : UseCase<SteerSeriesInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(SteerSeriesInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        // Between two handfuls of rows: the worker holds this lock while it makes one.
        await db.Database.ExecuteSqlAsync($"select 1 from records.series where id = {input.Series} for update", cancel);
        if (await shelf.Find(input.Series, cancel) is not { } series) return Refusal.NotFound();
        if (!shelf.Writes(series)) return Refusal.Forbidden();
        if (series.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        if (Act(series, input.What) is not { } act) return Refusal.Conflict("records.series.not-now");
        if (input.What == "go-on" && series.State == SeriesState.Making && templates.On(series.Template, Prague.Today(clock))?.From != series.TemplateFrom) return Refusal.Conflict("records.series.template-changed");
        act();
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }

    private Action? Act(Series series, string? what) => what switch
    {
        "take-back" when series.State == SeriesState.ForApproval => series.TakeBack,
        "drop" when series.IsOpen => series.Drop,
        "stop" when series.IsRunning => () => series.Stop("asked", clock.GetUtcNow()),
        "go-on" when series is { IsAtWork: true, StoppedAt: not null } => series.GoOn,
        "dispatch" when series.State == SeriesState.Made => series.Dispatch,
        "undo" when series.CanBeUndone => series.Undo,
        _ => null,
    };
}

/// <summary>Wrong rows of a draft, or refused and cancelled rows of a finished bulk act, become a bulk act of their own, to be put right there; the good ones go on without them.</summary>
internal sealed class ContinueSeries(Caller caller, RecordsDb db, SeriesShelf shelf, SeriesIntake intake, SeriesTemplates templates, TimeProvider clock) : UseCase<Guid, Guid>(caller, RecordsPermissions.Handle)
{
    /// <returns>The new series.</returns>
    protected override async Task<Result<Guid>> Do(Guid input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.series where id = {input} for update", cancel);
        if (await shelf.Find(input, cancel) is not { } series) return Refusal.NotFound();
        if (!shelf.Writes(series) || Caller.Person is not { } me) return Refusal.Forbidden();
        if (!series.IsOpen && series.State is not (SeriesState.Done or SeriesState.Undone)) return Refusal.Conflict("records.series.not-now");
        if (await db.Series.AnyAsync(s => s.Follows == series.Id && s.State != SeriesState.Dropped, cancel)) return Refusal.Conflict("records.series.continued");
        var wrong = db.SeriesRows.Where(r => r.Series == series.Id && (series.IsOpen ? r.State == SeriesRowState.Faulty : r.State == SeriesRowState.Refused || (r.State == SeriesRowState.Undone && r.Document == null)));
        var rows = await wrong.AsNoTracking().OrderBy(r => r.Position).ToListAsync(cancel);
        if (rows.Count == 0) return Refusal.Conflict("records.series.nothing-wrong");
        if (series.IsOpen && rows.Count == (await shelf.Counts(series.Id, cancel)).All) return Refusal.Conflict("records.series.all-wrong");

        var today = Prague.Today(clock);
        var template = templates.On(series.Template, today)!;
        // A newer wording of the template takes the place of the old one, unless the office wrote its own.
        var renewed = template.From != series.TemplateFrom;
        var next = new Series
        {
            Office = series.Office,
            Name = series.Name,
            Template = series.Template,
            TemplateFrom = template.From,
            Kind = series.Kind,
            AppealRule = series.AppealRule,
            Agenda = series.Agenda,
            Matter = renewed ? template.Matter : series.Matter,
            Title = renewed ? template.Title : series.Title,
            Statement = renewed ? template.Statement.Trim() : series.Statement,
            Reasons = renewed ? template.Reasons.Trim() : series.Reasons,
            Instruction = series.Instruction,
            Body = renewed ? template.Body.Trim() : series.Body,
            Columns = series.Columns,
            FilingMark = series.FilingMark,
            CommonFile = series.CommonFile,
            DispatchAtOnce = series.DispatchAtOnce,
            Follows = series.Id,
            Unit = series.Unit,
            Author = me,
            AuthorName = Caller.Name,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Add(next);
        await db.SaveChangesAsync(cancel);
        var taken = rows.ConvertAll(r => new SeriesRow { Office = r.Office, Series = next.Id, Position = r.Position, Cells = r.Cells, Name = r.Name, State = SeriesRowState.Faulty });
        db.AddRange(taken);
        await db.SaveChangesAsync(cancel);
        // The check puts its own in their place.
        foreach (var row in taken) db.Entry(row).State = EntityState.Detached;
        if (series.IsOpen)
        {
            await wrong.ExecuteDeleteAsync(cancel);
            series.RowsDigest = await intake.RowsDigest(series.Id, cancel);
        }
        await intake.Recheck(next, cancel);
        next.RowsDigest = await intake.RowsDigest(next.Id, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return next.Id;
    }
}
