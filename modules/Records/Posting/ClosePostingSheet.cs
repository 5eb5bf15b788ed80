using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Calendar;

namespace Virtuos.Records;

/// <param name="Postage">In crowns; empty where it is not known.</param>
/// <param name="Tracking">The number by which the post follows it.</param>
internal sealed record PostedPiece(Guid Consignment, string? Postage, string? Tracking);

/// <param name="Day">Of the hand-over; not after today.</param>
/// <param name="Unit">Whose sheet it is; null for the whole office.</param>
internal sealed record ClosePostingSheetInput(DateOnly? Day, Guid? Unit, IReadOnlyList<PostedPiece> Pieces);

/// <summary>
/// The filing room hands consignments to the post: they get their place on a numbered sheet with the sum of postage, closed at once. What
/// lies on one sheet lies on no other.
/// </summary>
internal sealed class ClosePostingSheet(Caller caller, RecordsDb db, Sight sight, RegisterBook book, TimeProvider clock) : UseCase<ClosePostingSheetInput, Guid>(caller, RecordsPermissions.Dispatch)
{
    public const int Most = 500;

    protected override async Task<Result<Guid>> Do(ClosePostingSheetInput input, CancellationToken cancel)
    {
        var pieces = input.Pieces.DistinctBy(p => p.Consignment).ToList();
        if (pieces.Count == 0) return Refusal.Invalid(null, "records.refusal.nothing-chosen");
        if (pieces.Count > Most) return Refusal.Invalid(null, "records.refusal.too-many-chosen", ("count", Most));
        if (input.Day is not { } day) return Refusal.Invalid(nameof(input.Day), "records.dispatch.day-missing");
        if (day > Prague.Today(clock)) return Refusal.Invalid(nameof(input.Day), "records.dispatch.day-future");
        var office = Caller.Office!.Value;
        await book.Prepare(office, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ids = pieces.Select(p => p.Consignment).Order().ToArray();
        // Held in one order, so that two sheets at once wait for each other and the second finds what the first took.
        await db.Database.ExecuteSqlAsync($"select 1 from records.consignment where office = {office} and id = any({ids}) order by id for update", cancel);
        var found = await (from c in db.Consignments join d in sight.Leaving on c.Document equals d.Id where ids.Contains(c.Id) select new { Consignment = c, Document = d }).ToDictionaryAsync(r => r.Consignment.Id, cancel);
        long sum = 0;
        List<(Consignment Consignment, Document Document, long? Postage)> ready = [];
        foreach (var piece in pieces)
        {
            if (!found.TryGetValue(piece.Consignment, out var row)) return Refusal.NotFound();
            var c = row.Consignment;
            if (c is not { Channel: ConsignmentChannel.Post, State: ConsignmentState.Sent, PostedOn: null, Sheet: null }) return Refusal.Conflict("records.posting.taken", ("number", row.Document.ReferenceNumber ?? ""));
            if (input.Unit is { } unit && c.Unit != unit) return Refusal.Conflict("records.posting.other-unit", ("number", row.Document.ReferenceNumber ?? ""));
            if (day < Prague.Day(c.SentAt)) return Refusal.Invalid(nameof(input.Day), "records.dispatch.day-early", ("day", Prague.Day(c.SentAt)));
            if (RecordPost.ReadPostage(piece.Postage, out var postage) is not null) return Refusal.Invalid(nameof(PostedPiece.Postage), "records.posting.postage-wrong", ("number", row.Document.ReferenceNumber ?? ""));
            if (await RecordPost.Track(db, c, piece.Tracking, cancel) is { } wrong) return wrong;
            ready.Add((c, row.Document, postage));
            sum += postage ?? 0;
        }
        if (ready.Select(r => r.Consignment.Tracking).OfType<string>().GroupBy(t => t).FirstOrDefault(g => g.Count() > 1) is { } twice) return Refusal.Invalid(nameof(PostedPiece.Tracking), "records.dispatch.tracking-taken", ("number", twice.Key));

        var (at, position) = (clock.GetUtcNow(), 0);
        var number = await book.NextPostingMark(office, cancel);
        var sheet = new PostingSheet { Office = office, Register = number.Register, Year = number.Year, Number = number.Number, Mark = number.Text, Day = day, Unit = input.Unit, Pieces = ready.Count, Postage = sum, ClosedAt = at, ClosedByName = Caller.Name };
        db.Add(sheet);
        await db.SaveChangesAsync(cancel);
        foreach (var (c, document, postage) in ready)
        {
            c.LieOn(sheet, ++position, postage);
            db.Add(Step.Of(document, StepKind.Posted, Caller, at, $"{day:d. M. yyyy}, {sheet.Mark}"));
        }
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return sheet.Id;
    }
}
