using Virtuos.Contracts.Directory;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Approver">Who is to approve it where the office has no route for it; the likeliest one when left out.</param>
/// <param name="Version">The version of the text that the official saw.</param>
internal sealed record SendForApprovalInput(Guid Document, Guid? Approver = null, uint? Version = null);

/// <summary>
/// A finished draft goes for approval: along the route of the office, or to another pair of eyes where it has none. What it must say by law is
/// checked before anybody reads it.
/// </summary>
internal sealed class SendForApproval(Caller caller, RecordsDb db, Sight sight, OwnShelf shelf, OwnCheck check, Approvers approvers, RouteFinder routes, RunBook runs, FileShelf files, FilePlans plans, IBlobStore blobs, IDirectory directory, TimeProvider clock)
    : UseCase<SendForApprovalInput, OfficialCard>(caller, RecordsPermissions.Handle)
{
    /// <returns>Who has it now.</returns>
    protected override async Task<Result<OfficialCard>> Do(SendForApprovalInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document || await shelf.Parts(document, cancel) is not { Answered: { } answered } parts) return Refusal.NotFound();
        if (!sight.Handles(document) || Caller.Person is not { } me) return Refusal.Forbidden();
        if (!document.IsDraft) return Refusal.Conflict("records.approve.not-draft");
        var own = parts.Own;
        if (own.IsOtherThan(input.Version)) return Refusal.Conflict("records.decide.stale", ("name", own.SavedByName), ("at", own.SavedAt));
        if (answered.State == DocumentState.WithCitizen) return Refusal.Conflict("records.approve.with-citizen");
        if (answered.State != DocumentState.InHand) return Refusal.Conflict("records.refusal.not-in-hand");
        if (check.Faults(parts, Prague.Today(clock)) is { Count: > 0 } faults) return faults;
        var route = await routes.For(document, own.Kind, Prague.Today(clock), cancel);
        var planned = route is null ? await OtherEyes(input, document, own, cancel) : await routes.Steps(route, document, own.Author, me, cancel);
        if (!planned.Succeeded) return planned.Refusals.ToList();
        if (await directory.Official(planned.Value[0].People[0].Id, cancel) is not { } approver) return Refusal.Conflict("records.approve.nobody");

        // What the approver will read stays as a version of its own, so that a return can be understood years later.
        var text = RunBook.TextOf(own);
        var staged = await blobs.Stage(new MemoryStream(text), text.Length, cancel);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (answered.File is null)
        {
            if (await plans.Place(answered.Office, answered.FilingMark, Prague.Today(clock), cancel) is not { } place) return Refusal.Conflict("records.refusal.no-file");
            await files.OpenFor(answered, place, cancel);
        }
        var at = clock.GetUtcNow();
        own.Send(me);
        var holder = document.Holder;
        if (document.SendForApproval(approver.Id) is { } no) return no;
        db.Add(new Component
        {
            Office = document.Office,
            Document = document.Id,
            Position = 1,
            Role = ComponentRole.Draft,
            Version = own.Round,
            Kind = own.Kind.ToString().ToLowerInvariant(),
            Name = $"koncept {own.Round}.txt",
            MimeType = "text/plain",
            Size = staged.Size,
            Blob = staged.Hash.ToString(),
            AddedAt = at,
        });
        runs.Begin(document, own, route, planned.Value, at);
        approvers.Note(document, StepKind.SentForApproval, holder, approver.Name, route?.Name, at);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return approver;
    }

    private async Task<Result<IReadOnlyList<RunStep>>> OtherEyes(SendForApprovalInput input, Document document, OwnDocument own, CancellationToken cancel)
    {
        var choices = await approvers.For(document, own.Author, cancel);
        if (choices.Count == 0) return Refusal.Conflict("records.approve.nobody");
        var approver = input.Approver is { } wanted ? choices.FirstOrDefault(o => o.Id == wanted) : choices[0];
        if (approver is null) return Refusal.Invalid(nameof(input.Approver), "records.approve.no-such-approver");
        return (List<RunStep>)[new("", false, [new(approver.Id, approver.Name)])];
    }
}
