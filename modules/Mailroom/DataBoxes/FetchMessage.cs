using System.Xml;
using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Mailroom;

/// <summary>
/// Fetches one data message: its signed original and the signed delivery information are stored as they came, the intake gets it, and only
/// then the state's system is told that we have it. Each step may be begun again after a fall.
/// </summary>
internal sealed class FetchMessage(MailroomDb db, BoxLines lines, IsdsClient isds, ReceiveMessage receive, IBlobStore blobs, Installation installation, TimeProvider clock)
{
    private const string Channel = "data-box", ZfoType = "application/vnd.software602.filler.form-xml-zip";

    /// <summary>Codes of <c>mailroom.reason.*</c>.</summary>
    private const string Unreadable = "zfo-unreadable", Broken = "zfo-broken";

    public async Task Run(DataBox box, string number, CancellationToken cancel)
    {
        if (await Find(box, number, cancel) is not { } message) return;
        if (message.State == BoxMessageState.Offered)
        {
            lines.Use(box, "download", number);
            await db.SaveChangesAsync(cancel);
            await Record(box, message, cancel);
        }
        message = (await Find(box, number, cancel))!;
        if (message.State != BoxMessageState.Recorded) return;
        message.Message ??= await db.Incoming.Where(m => m.Office == box.Office && m.Channel == Channel && m.ExternalId == number).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(cancel);
        await isds.Mark(box, number, cancel);
        message.Mark();
        await db.SaveChangesAsync(cancel);
    }

    public async Task Wait(DataBox box, string number, string reason, CancellationToken cancel)
    {
        if (await Find(box, number, cancel) is not { } message) return;
        message.Wait(reason.Length > 500 ? reason[..500] : reason, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }

    private Task<BoxMessage?> Find(DataBox box, string number, CancellationToken cancel) => db.BoxMessages.FirstOrDefaultAsync(m => m.Office == box.Office && m.Box == box.Id && m.Number == number, cancel);

    private async Task Record(DataBox box, BoxMessage message, CancellationToken cancel)
    {
        StagedBlob stored;
        try
        {
            stored = await isds.Download(box, message.Number, message.IsBig, blobs, cancel);
        }
        catch (IsdsException e) when (e.Trouble == IsdsTrouble.Refused)
        {
            if (!await IsErased(box, message.Number, cancel)) throw;
            message.Lose(e.Message);
            await db.SaveChangesAsync(cancel);
            return;
        }
        var proof = await isds.Proof(box, message.Number, blobs, cancel);
        var zfo = new FiledPart(stored.Hash.ToString(), $"zprava-{message.Number}.zfo", ZfoType, stored.Size);
        var proven = new FiledPart(proof.Hash.ToString(), $"dorucenka-{message.Number}.zfo", ZfoType, proof.Size);
        var (content, intact) = await Read(zfo, message.Number, cancel);
        message.Record(zfo, proven, content is null ? "unreadable" : intact ? "intact" : "broken", clock.GetUtcNow());
        var result = await receive.Run(Arrival(box, message, content, content is null ? Unreadable : intact ? null : Broken), cancel);
        if (!result.Succeeded) throw new InvalidOperationException($"The intake refused data message {message.Number}: {result.Refusals[0].Code}");
        if (result.Value.First) return;

        // The intake has it from before; what came now is not lost with its context.
        db.ChangeTracker.Clear();
        if (await Find(box, message.Number, cancel) is not { State: BoxMessageState.Offered } again) return;
        again.Record(zfo, proven, message.Seal!, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }

    private async Task<bool> IsErased(DataBox box, string number, CancellationToken cancel) => (await isds.Delivery(box, number, cancel)).Status == 9;

    private static Arrival Arrival(DataBox box, BoxMessage message, ZfoMessage? content, string? setAside) => new(box.Office, Channel, message.Number, content?.Said("dbIDSender"), content?.Said("dmSender"),
        content?.Said("dmSenderAddress"), null, content?.Said("dmAnnotation"), null, content?.When("dmDeliveryTime") ?? message.SeenAt, message.Zfo,
        [.. content?.Parts ?? [], new ArrivedPart(message.Proof!, "proof", Hidden: true)], content?.Said("dmSenderRefNumber"), content?.Said("dmSenderIdent"), setAside);

    // The XML goes through a file that has no name any more, so that nothing of it stays whatever happens.
    private async Task<(ZfoMessage? Content, bool Intact)> Read(FiledPart zfo, string number, CancellationToken cancel)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(installation.Var, "unpacking")).FullName, $"{Guid.CreateVersion7():N}.xml");
        await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, Share = FileShare.Delete });
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        try
        {
            await using var bytes = await blobs.Open(BlobHash.Parse(zfo.Blob), cancel) ?? throw new InvalidOperationException($"The file {zfo.Blob} is not here.");
            var intact = ZfoFile.Unpack(bytes, file);
            file.Position = 0;
            var content = await ZfoMessage.Read(file, blobs, cancel);
            return content.Said("dmID") == number ? (content, intact) : (null, false);
        }
        catch (Exception e) when (e is ZfoUnreadableException or XmlException or FormatException)
        {
            return (null, false);
        }
    }
}
