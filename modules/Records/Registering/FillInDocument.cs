using Microsoft.EntityFrameworkCore;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Address">Of the sender.</param>
/// <param name="Amount">How much came on paper.</param>
internal sealed record FillInDocumentInput(Guid Document, string? Address, string? Amount);

/// <summary>
/// What nobody knew of a received document when it was registered is filled in while its file is open: the sender's address, how much came on
/// paper (§ 10 of decree 259/2012). What is written down already stays as it is.
/// </summary>
internal sealed class FillInDocument(Caller caller, RecordsDb db, Sight sight, TimeProvider clock) : UseCase<FillInDocumentInput, Done>(caller, RecordsPermissions.Handle)
{
    protected override async Task<Result<Done>> Do(FillInDocumentInput input, CancellationToken cancel)
    {
        if (await sight.Find(input.Document, cancel) is not { } document) return Refusal.NotFound();
        if (!sight.Handles(document)) return Refusal.Forbidden();
        if (document.File is { } file && await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == file, cancel) is { Takes: false } closed) return Refusal.Conflict("records.refusal.file-closed", ("mark", closed.Mark));
        var (address, amount) = (SafeText.Clean(input.Address, ReceivePaper.LongestName), SafeText.Clean(input.Amount, ReceivePaper.LongestAmount));
        if (address.TooLong) return Refusal.Invalid(nameof(input.Address), "records.refusal.too-long", ("count", ReceivePaper.LongestName));
        if (amount.TooLong) return Refusal.Invalid(nameof(input.Amount), "records.refusal.too-long", ("count", ReceivePaper.LongestAmount));
        var told = document.FillIn(address.Text, amount.Text);
        if (told.Count == 0) return Refusal.Invalid(document.LacksAddress ? nameof(input.Address) : nameof(input.Amount), "records.fill-in.nothing");

        await using var transaction = await db.Begin(cancel);
        db.Add(Step.Of(document, StepKind.Changed, Caller, clock.GetUtcNow(), string.Join(", ", told)));
        await db.SaveChangesAsync(cancel);
        // Under another address the sender is another entry of the name index.
        await db.PartiesOfDocuments.Where(p => p.Document == document.Id).ExecuteDeleteAsync(cancel);
        await db.Database.ExecuteSqlAsync($"insert into records.party_pending (office, document) values ({document.Office}, {document.Id}) on conflict do nothing", cancel);
        await transaction.CommitAsync(cancel);
        return new Done();
    }
}
