using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Formats;
using Virtuos.Kernel.Values;

namespace Virtuos.Records;

/// <param name="Agenda">A code of <see cref="PaperAgenda"/>, or <see cref="ReceivePaper.Proposed"/>.</param>
/// <param name="Amount">How much came; one sheet when nothing is said.</param>
/// <param name="OrganisationNumber">Of a sender that is an organisation; its address is then the seat.</param>
/// <param name="Scan">The scanned paper, if there is one already; seekable.</param>
internal sealed record ReceivePaperInput(string? Sender, string? Address, string? Email, string? Phone, string? Matter, string? Agenda, Stream? Scan = null, string? ScanName = null,
    string? SenderNumber = null, string? Amount = null, string? OrganisationNumber = null);

/// <summary>What goes on the slip for the citizen.</summary>
internal sealed record ReceivedPaper(Guid Document, string ReferenceNumber, TrackingKeys Keys);

/// <summary>
/// Paper comes over the counter: it has its reference number at once, and the citizen a code to follow it by
/// (§ 64 of act 499/2004, § 4 of decree 259/2012).
/// </summary>
internal sealed class ReceivePaper(Caller caller, RecordsDb db, Registry registry, Sorter sorter, ITracking tracking, IBlobStore blobs, TimeProvider clock)
    : UseCase<ReceivePaperInput, ReceivedPaper>(caller, RecordsPermissions.RegisterPaper)
{
    /// <summary>In bytes.</summary>
    public const long LargestScan = 25 * 1024 * 1024;

    public const int LongestName = 200;
    public const int LongestMatter = 250;
    public const int LongestNumber = 50;
    public const int LongestAmount = 100;

    /// <summary>Kept in the records, whose language is Czech.</summary>
    public const string OneSheet = "1 list";

    /// <summary>Instead of an agenda: the one that is proposed for what was typed, or the general one where nothing is certain.</summary>
    public const string Proposed = "proposed";

    private static readonly HashSet<string> Scans = ["application/pdf", "image/jpeg", "image/png", "image/tiff"];

    protected override async Task<Result<ReceivedPaper>> Do(ReceivePaperInput input, CancellationToken cancel)
    {
        List<Refusal> no = [];
        var sender = Cleaned(input.Sender, LongestName, nameof(input.Sender), required: true, no);
        var address = Cleaned(input.Address, LongestName, nameof(input.Address), required: false, no);
        var email = Cleaned(input.Email, LongestName, nameof(input.Email), required: false, no);
        var phone = Cleaned(input.Phone, 50, nameof(input.Phone), required: false, no);
        var matter = Cleaned(input.Matter, LongestMatter, nameof(input.Matter), required: true, no);
        var senderNumber = Cleaned(input.SenderNumber, LongestNumber, nameof(input.SenderNumber), required: false, no);
        var amount = Cleaned(input.Amount, LongestAmount, nameof(input.Amount), required: false, no);
        OrganisationNumber? organisation = null;
        if (!string.IsNullOrWhiteSpace(input.OrganisationNumber) && !Kernel.Values.OrganisationNumber.TryParse(input.OrganisationNumber, out organisation)) no.Add(Refusal.Invalid(nameof(input.OrganisationNumber), Kernel.Values.OrganisationNumber.Refused));
        var agenda = Array.Find(PaperAgenda.All, a => a.Code == input.Agenda);
        if (agenda is null && input.Agenda != Proposed) no.Add(Refusal.Invalid(nameof(input.Agenda), "records.refusal.no-agenda"));
        if (no.Count > 0 || Caller.Office is not { } office) return no.Count > 0 ? no : Refusal.Forbidden();
        var scan = await Keep(input, cancel);
        if (!scan.Succeeded) return scan.As<ReceivedPaper>();

        var now = clock.GetUtcNow();
        var origin = Guid.CreateVersion7();
        var keys = tracking.Keys(origin);
        var filer = new Filer(sender!, address, email, phone, null) { OrganisationNumber = organisation?.ToString() };
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var evidence = new Evidence("paper", null, filer.OrganisationNumber, filer.Name, filer.Email, null, matter!, "");
        var sorted = agenda is null ? await sorter.Sort(office, evidence, null, cancel) : null;
        agenda ??= Array.Find(PaperAgenda.All, a => a.Code == (sorted?.Target?.Agenda ?? Sorter.General))!;
        var document = await registry.Enter(office, new(origin, origin, "paper", matter!, filer, now, Prague.Day(now), agenda.Code)
        {
            TrackingCode = keys.Code,
            SenderNumber = senderNumber,
            Amount = amount ?? OneSheet,
            FilingMark = sorted?.Target?.FilingMark ?? agenda.FilingMark,
            DeadlineRule = sorted?.Target?.DeadlineRule ?? agenda.DeadlineRule,
        }, scan.Value, "scan", cancel);
        if (sorted is not null) db.Add(SortingProposal.Of(document, sorted, sorter.Words(office, evidence), now));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new ReceivedPaper(document.Id, document.ReferenceNumber!, keys);
    }

    // The bytes are safe on disk before the number is taken.
    private async Task<Result<FiledPart[]>> Keep(ReceivePaperInput input, CancellationToken cancel)
    {
        if (input.Scan is null) return Array.Empty<FiledPart>();
        try
        {
            if (input.Scan.Length == 0) return Array.Empty<FiledPart>();
            var format = await FormatDetector.Detect(input.Scan, cancel);
            if (!Scans.Contains(format.MimeType)) return Refusal.Invalid(nameof(input.Scan), "records.refusal.not-a-scan");
            input.Scan.Position = 0;
            var staged = await blobs.Stage(input.Scan, LargestScan, cancel);
            var name = SafeText.Clean(Path.GetFileName(input.ScanName), 120) is { Text.Length: > 0, TooLong: false } clean ? clean.Text : "sken";
            return new[] { new FiledPart(staged.Hash.ToString(), name, format.MimeType, staged.Size) };
        }
        catch (BlobTooLargeException)
        {
            return Refusal.Invalid(nameof(input.Scan), "records.refusal.scan-too-large", ("megabytes", LargestScan / 1024 / 1024));
        }
    }

    private static string? Cleaned(string? text, int most, string field, bool required, List<Refusal> no)
    {
        var clean = SafeText.Clean(text, most);
        if (clean.TooLong) no.Add(Refusal.Invalid(field, "records.refusal.too-long", ("count", most)));
        else if (required && clean.Text.Length == 0) no.Add(Refusal.Invalid(field, $"records.refusal.missing-{field.ToLowerInvariant()}"));
        return clean.Text.Length == 0 ? null : clean.Text;
    }
}
