using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="What">One of <see cref="PostLog.Ways"/>.</param>
/// <param name="Day">When; not after today and not before what came before it.</param>
/// <param name="Note">Why it could not be delivered.</param>
/// <param name="Postage">What the post took for it, in crowns; with <c>posted</c> only.</param>
/// <param name="Tracking">The number by which the post follows it; left out keeps the one that is there.</param>
internal sealed record RecordPostInput(Guid Document, Guid Consignment, string? What, DateOnly? Day, string? Note = null, string? Postage = null, string? Tracking = null);

/// <summary>A clerk or the dispatch room enters what became of a consignment: the post took it, deposited it, delivered it or brought it back, a notice was put up or taken off (§ 23 to § 25 of act 500/2004).</summary>
internal sealed class RecordPost(Caller caller, RecordsDb db, Sight sight, PostLog log) : UseCase<RecordPostInput, Done>(caller, RecordsPermissions.Desk)
{
    public const int LongestNote = 500;
    public const int LongestTracking = 40;
    public static readonly Money MostPostage = Money.OfCrowns(100_000);

    protected override async Task<Result<Done>> Do(RecordPostInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document
            || await db.Consignments.FirstOrDefaultAsync(c => c.Id == input.Consignment && c.Document == document.Id, cancel) is not { } consignment) return Refusal.NotFound();
        if (!sight.SendsOut(document)) return Refusal.Forbidden();
        var note = SafeText.Clean(input.Note, LongestNote);
        if (note.TooLong) return Refusal.Invalid(nameof(input.Note), "records.refusal.too-long", ("count", LongestNote));
        long? postage = null;
        if (input.What == "posted" && ReadPostage(input.Postage, out postage) is { } wrong) return wrong;
        if (await log.Enter(document, consignment, input.What, input.Day, note.Text, postage, cancel) is { } no) return no;
        if (await Track(db, consignment, input.Tracking, cancel) is { } taken) return taken;
        await db.SaveChangesAsync(cancel);
        return new Done();
    }

    /// <param name="hellers">Null for nothing typed.</param>
    public static Refusal? ReadPostage(string? typed, out long? hellers)
    {
        hellers = null;
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (!Money.TryParse(typed, out var paid) || paid < Money.Zero || paid > MostPostage) return Refusal.Invalid(nameof(RecordPostInput.Postage), "records.dispatch.postage-wrong");
        hellers = paid.Hellers;
        return null;
    }

    /// <summary>Gives a consignment its number of the post; one number is of one consignment.</summary>
    public static async Task<Refusal?> Track(RecordsDb db, Consignment consignment, string? typed, CancellationToken cancel)
    {
        var number = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        if (number.Length == 0 || number == consignment.Tracking) return null;
        if (consignment.Channel != ConsignmentChannel.Post || number.Length > LongestTracking || !number.All(char.IsAsciiLetterOrDigit)) return Refusal.Invalid(nameof(RecordPostInput.Tracking), "records.dispatch.tracking-wrong");
        if (await db.Consignments.AnyAsync(c => c.Tracking == number && c.Id != consignment.Id, cancel)) return Refusal.Invalid(nameof(RecordPostInput.Tracking), "records.dispatch.tracking-taken", ("number", number));
        consignment.Track(number);
        return null;
    }
}
