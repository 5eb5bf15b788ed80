using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Agenda">A code of <see cref="PaperAgenda"/>, or <see cref="ReceivePaper.Proposed"/>; only for paper without the code of a form.</param>
internal sealed record RegisterScanInput(Guid Scan, string? Sender, string? Address, string? Email, string? Phone, string? Matter, string? Agenda, string? Amount = null);

/// <summary>A clerk confirms what was read from a scan: it is registered with the scan as its component (§ 64 of act 499/2004). However often it is sent, it is registered once.</summary>
internal sealed class RegisterScan(Caller caller, RecordsDb db, Registry registry, Sorter sorter, IPaperForms forms, ITracking tracking, TimeProvider clock) : UseCase<RegisterScanInput, Guid>(caller, RecordsPermissions.RegisterPaper)
{
    /// <returns>The document.</returns>
    protected override async Task<Result<Guid>> Do(RegisterScanInput input, CancellationToken cancel)
    {
        await using var transaction = await db.Begin(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from records.scan where id = {input.Scan} for update", cancel);
        if (await db.Scans.FirstOrDefaultAsync(s => s.Id == input.Scan, cancel) is not { } scan) return Refusal.NotFound();
        if (scan.Document is { } already) return already;
        var form = scan.Code is { } code ? await forms.Read(code, scan.Office, cancel) : null;
        List<Refusal> no = [];
        var sender = Given(input.Sender, nameof(input.Sender), ReceivePaper.LongestName, true, no);
        var address = Given(input.Address, nameof(input.Address), ReceivePaper.LongestName, false, no);
        var email = Given(input.Email, nameof(input.Email), ReceivePaper.LongestName, false, no);
        var phone = Given(input.Phone, nameof(input.Phone), 50, false, no);
        var matter = Given(input.Matter, nameof(input.Matter), ReceivePaper.LongestMatter, true, no);
        var amount = Given(input.Amount, nameof(input.Amount), ReceivePaper.LongestAmount, false, no);
        if (email is not null && !EmailAddress.TryParse(email, out _)) no.Add(Refusal.Invalid(nameof(input.Email), EmailAddress.Refused));
        var agenda = Array.Find(PaperAgenda.All, a => a.Code == input.Agenda);
        if (form is null && agenda is null && input.Agenda != ReceivePaper.Proposed) no.Add(Refusal.Invalid(nameof(input.Agenda), "records.refusal.no-agenda"));
        if (no.Count > 0) return no;

        var now = clock.GetUtcNow();
        var origin = Guid.CreateVersion7(now);
        var filer = new Filer(sender!, address, email, phone, null);
        var evidence = new Evidence("paper", null, null, filer.Name, email, null, matter!, "");
        var sorted = form is null && agenda is null ? await sorter.Sort(scan.Office, evidence, null, cancel) : null;
        if (form is null) agenda ??= Array.Find(PaperAgenda.All, a => a.Code == (sorted?.Target?.Agenda ?? Sorter.General))!;
        var document = await registry.Enter(scan.Office, new(origin, origin, "paper", matter!, filer, now, Prague.Day(now), form?.Agenda ?? agenda!.Code)
        {
            Form = form?.Form,
            FormVersion = form?.Version,
            TrackingCode = tracking.Keys(origin).Code,
            Amount = amount ?? ReceivePaper.OneSheet,
            FilingMark = form?.FilingMark ?? sorted?.Target?.FilingMark ?? agenda!.FilingMark,
            DeadlineRule = form?.DeadlineRule ?? sorted?.Target?.DeadlineRule ?? agenda!.DeadlineRule,
        }, [scan.Part], "scan", cancel);
        if (sorted is not null) db.Add(SortingProposal.Of(document, sorted, sorter.Words(scan.Office, evidence), now));
        scan.Document = document.Id;
        // The code opens the filer's draft; it has done its work.
        scan.Code = null;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return document.Id;
    }

    private static string? Given(string? text, string field, int most, bool needed, List<Refusal> no)
    {
        var clean = SafeText.Clean(text, most);
        if (clean.TooLong) no.Add(Refusal.Invalid(field, "records.refusal.too-long", ("count", most)));
        else if (needed && clean.Text.Length == 0) no.Add(Refusal.Invalid(field, $"records.refusal.missing-{field.ToLowerInvariant()}"));
        return clean.Text.Length == 0 ? null : clean.Text;
    }
}

/// <summary>A scan that does not belong here is thrown away.</summary>
internal sealed class DropScan(Caller caller, RecordsDb db) : UseCase<Guid, Done>(caller, RecordsPermissions.RegisterPaper)
{
    protected override async Task<Result<Done>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Scans.FirstOrDefaultAsync(s => s.Id == input, cancel) is not { } scan) return Refusal.NotFound();
        if (scan.Document is not null) return Refusal.Conflict("records.scan.registered");
        db.Remove(scan);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}

/// <summary>The bytes of a waiting scan, for the eyes of whoever confirms it; the reading goes to the ledger.</summary>
internal sealed class ScanBytes(Caller caller, RecordsDb db, IBlobStore blobs) : UseCase<Guid, OpenBytes>(caller, RecordsPermissions.RegisterPaper)
{
    protected override async Task<Result<OpenBytes>> Do(Guid input, CancellationToken cancel)
    {
        if (await db.Scans.AsNoTracking().FirstOrDefaultAsync(s => s.Id == input && s.Document == null, cancel) is not { } scan
            || !BlobHash.TryParse(scan.Blob, out var hash) || await blobs.Open(hash, cancel) is not { } content) return Refusal.NotFound();
        db.NoteRead(nameof(Scan), scan.Id);
        await db.SaveChangesAsync(cancel);
        return new OpenBytes(content, scan.Name, scan.MimeType);
    }
}
