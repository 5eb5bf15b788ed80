using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;

namespace Virtuos.Records;

/// <summary>What was printed for the counter.</summary>
/// <param name="Keys">Code and PIN of the paper; null for what came by other ways.</param>
internal sealed record Printed(Document Document, TrackingKeys? Keys, byte[] Slip, string Label);

/// <summary>Prints the slip for the citizen and the label for the paper.</summary>
internal sealed class PrintPaper(Caller caller, Sight sight, IDirectory directory, ITracking tracking, PaperPress press, Texts texts, Installation installation)
    : UseCase<Guid, Printed>(caller, RecordsPermissions.Desk)
{
    protected override async Task<Result<Printed>> Do(Guid input, CancellationToken cancel)
    {
        if (await sight.Find(input, cancel) is not { ReferenceNumber: { } number } document) return Refusal.NotFound();
        var office = (await directory.Office(document.Office, cancel))!;
        var label = Label.Draw(office.Name, number, texts.Show(document.ReceivedAt), $"{installation.Address}/stul/dokument/{document.Id}");
        if (document is not { Channel: "paper", Parent: null }) return new Printed(document, null, [], label);
        var keys = tracking.Keys(document.Origin);
        return new Printed(document, keys, press.Press(Slip.Of(document, office, keys, texts.In(document.Language), installation.Address)).Bytes, label);
    }
}
