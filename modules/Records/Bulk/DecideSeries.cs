using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Approver">Who is to approve it; the likeliest one when left out.</param>
internal sealed record SendSeriesInput(Guid Series, Guid? Approver = null, uint? Version = null);

/// <summary>A bulk act whose rows are all good goes to other eyes; from here on neither its text nor its list changes.</summary>
internal sealed class SendSeries(Caller caller, RecordsDb db, SeriesShelf shelf, SeriesTemplates templates, AppealRules rules, IDirectory directory, TimeProvider clock)
    : UseCase<SendSeriesInput, OfficialCard>(caller, RecordsPermissions.Handle)
{
    /// <returns>Who has it now.</returns>
    protected override async Task<Result<OfficialCard>> Do(SendSeriesInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.series where id = {input.Series} for update", cancel);
        if (await shelf.Find(input.Series, cancel) is not { } series) return Refusal.NotFound();
        if (!shelf.Writes(series) || Caller.Person is not { } me) return Refusal.Forbidden();
        if (!series.IsOpen) return Refusal.Conflict("records.series.not-open");
        if (series.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        var counts = await shelf.Counts(series.Id, cancel);
        if (counts.All == 0) return Refusal.Conflict("records.series.no-rows");
        if (counts[SeriesRowState.Faulty] is > 0 and var faulty) return Refusal.Conflict("records.series.has-faults", ("count", faulty));
        var today = Prague.Today(clock);
        if (templates.On(series.Template, today)?.From != series.TemplateFrom) return Refusal.Conflict("records.series.template-changed");
        if (await TextFault(series, today, cancel) is { } fault) return fault;
        var choices = await shelf.Approvers(series, cancel);
        if (choices.Count == 0) return Refusal.Conflict("records.approve.nobody");
        var approver = input.Approver is { } wanted ? choices.FirstOrDefault(o => o.Id == wanted) : choices[0];
        if (approver is null) return Refusal.Invalid(nameof(input.Approver), "records.approve.no-such-approver");
        series.Send(me, approver.Id, approver.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return approver;
    }

    // What § 68 of act 500/2004 asks of a decision, asked of the text that all of them share.
    private async Task<Refusal?> TextFault(Series series, DateOnly today, CancellationToken cancel)
    {
        foreach (var (field, text) in ((string, string)[])[(nameof(series.Statement), series.Statement), (nameof(series.Reasons), series.Reasons), (nameof(series.Body), series.Body)])
        {
            if (TemplateFields.FirstBlank(text) is { } blank) return Refusal.Invalid(field, "records.decide.blank", ("blank", blank));
            if (text.Length > 0 || (series.Kind == OwnKind.Decision) == (field == nameof(series.Body))) continue;
            return Refusal.Invalid(field, field == nameof(series.Statement) ? "records.decide.statement-missing" : field == nameof(series.Reasons) ? "records.decide.reasons-missing" : "records.decide.body-missing");
        }
        if (series.AppealRule is { } code && rules.On(code, today).Missing(series.Instruction, (await directory.Office(series.Office, cancel))!, today).FirstOrDefault() is { Key: { } key } missing)
            return Refusal.Invalid(nameof(series.Instruction), key, ("words", missing.Words));
        return null;
    }
}

internal sealed record ReturnSeriesInput(Guid Series, string? Reason, uint? Version = null);

/// <summary>The approver returns a bulk act to its author and says why.</summary>
internal sealed class ReturnSeries(Caller caller, RecordsDb db, SeriesShelf shelf) : UseCase<ReturnSeriesInput, Done>(caller, RecordsPermissions.Approve)
{
    protected override async Task<Result<Done>> Do(ReturnSeriesInput input, CancellationToken cancel)
    {
        if (await shelf.Find(input.Series, cancel) is not { } series) return Refusal.NotFound();
        if (!shelf.Decides(series)) return Refusal.Forbidden();
        if (series.State != SeriesState.ForApproval) return Refusal.Conflict("records.approve.not-waiting");
        if (series.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        var reason = SafeText.Clean(input.Reason, ReturnDraft.LongestReason, multiline: true);
        if (reason.Text.Length == 0) return Refusal.Invalid(nameof(input.Reason), "records.approve.reason-missing");
        if (reason.TooLong) return Refusal.Invalid(nameof(input.Reason), "records.refusal.too-long", ("count", ReturnDraft.LongestReason));
        series.Return(reason.Text);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

internal sealed record ApproveSeriesInput(Guid Series, uint? Version = null);

/// <summary>Other eyes approve a bulk act as one whole: its documents are made in the background from this moment on.</summary>
internal sealed class ApproveSeries(Caller caller, RecordsDb db, SeriesShelf shelf, SeriesIntake intake, SeriesTemplates templates, TimeProvider clock) : UseCase<ApproveSeriesInput, Done>(caller, RecordsPermissions.Approve)
{
    protected override async Task<Result<Done>> Do(ApproveSeriesInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.series where id = {input.Series} for update", cancel);
        if (await shelf.Find(input.Series, cancel) is not { } series) return Refusal.NotFound();
        if (Caller.Person is { } self && (self == series.Author || self == series.SentBy)) return Refusal.Conflict("records.series.own");
        if (!shelf.Decides(series)) return Refusal.Forbidden();
        if (series.State != SeriesState.ForApproval) return Refusal.Conflict("records.approve.not-waiting");
        if (series.IsOtherThan(input.Version)) return Refusal.Conflict("kernel.stale-version");
        if (templates.On(series.Template, Prague.Today(clock))?.From != series.TemplateFrom) return Refusal.Conflict("records.series.template-changed");
        // The list that was checked is the list that is approved.
        if (await intake.RowsDigest(series.Id, cancel) != series.RowsDigest) return Refusal.Conflict("records.series.rows-changed");
        series.Approve(Caller.Person!.Value, Caller.Name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
