using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Mailroom;

/// <summary>A line of a list of messages.</summary>
/// <param name="Status">1 to 10: stav zprávy.</param>
/// <param name="SenderNumber">dmSenderRefNumber.</param>
internal sealed record IsdsRecord(string Number, string? Recipient, string? Matter, string? SenderNumber, int Status, bool IsBig, DateTimeOffset? Laid);

/// <summary>How far a sent message is.</summary>
/// <param name="Laid">When it was laid into the box (dodání).</param>
/// <param name="Accepted">When it was delivered (doručení).</param>
/// <param name="Events">Codes of what happened, such as EV1.</param>
internal sealed record IsdsDelivery(int Status, DateTimeOffset? Laid, DateTimeOffset? Accepted, IReadOnlyList<string> Events);

/// <summary>Calls of the state's system that Virtuos makes, over one box; each returns what it says or throws <see cref="IsdsException"/>.</summary>
internal sealed class IsdsClient(IsdsLine line)
{
    /// <summary>Whole lists are asked for by parts of this many.</summary>
    private const int Page = 1000;

    /// <summary>A signed message with base64 around its files, with room to spare.</summary>
    private const long LargestSigned = 400L * 1024 * 1024;

    /// <summary>States of received messages that nobody has marked yet: laid, delivered by fiction and by signing in (bits 4, 5, 6).</summary>
    public const int Unmarked = (1 << 4) | (1 << 5) | (1 << 6);

    public const int AnyStatus = -1;

    public IAsyncEnumerable<IsdsRecord> Received(DataBox box, DateTimeOffset? from, int statuses, CancellationToken cancel) => List(box, "GetListOfReceivedMessages", "dmRecipientOrgUnitNum", from, statuses, cancel);

    public IAsyncEnumerable<IsdsRecord> Sent(DataBox box, DateTimeOffset? from, CancellationToken cancel) => List(box, "GetListOfSentMessages", "dmSenderOrgUnitNum", from, AnyStatus, cancel);

    private async IAsyncEnumerable<IsdsRecord> List(DataBox box, string operation, string unit, DateTimeOffset? from, int statuses, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var offset = 1; ; offset += Page)
        {
            var answer = await Ask(box, IsdsService.Info, IsdsXml.Request(operation, ("dmFromTime", from is { } f ? IsdsXml.Time(f) : null), ("dmToTime", null), (unit, null),
                ("dmStatusFilter", statuses.ToString(CultureInfo.InvariantCulture)), ("dmOffset", offset.ToString(CultureInfo.InvariantCulture)), ("dmLimit", Page.ToString(CultureInfo.InvariantCulture))), cancel);
            var records = answer.Descendants().Where(e => e.Name.LocalName == "dmRecord").ToList();
            foreach (var r in records)
                if (r.Said("dmID") is { } number)
                    yield return new(number, r.Said("dbIDRecipient"), r.Said("dmAnnotation"), r.Said("dmSenderRefNumber"), Status(r), (bool?)r.Attribute("dmVODZ") ?? false, r.When("dmDeliveryTime"));
            if (records.Count < Page) yield break;
        }
    }

    /// <returns>The signed message, stored as it came.</returns>
    public Task<StagedBlob> Download(DataBox box, string number, bool big, IBlobStore blobs, CancellationToken cancel) => big
        ? Signed(box, IsdsService.Big, "SignedBigMessageDownload", number, blobs, cancel)
        : Signed(box, IsdsService.Messages, "SignedMessageDownload", number, blobs, cancel);

    /// <returns>The signed delivery information, stored as it came.</returns>
    public Task<StagedBlob> Proof(DataBox box, string number, IBlobStore blobs, CancellationToken cancel) => Signed(box, IsdsService.Info, "GetSignedDeliveryInfo", number, blobs, cancel);

    private Task<StagedBlob> Signed(DataBox box, IsdsService service, string operation, string number, IBlobStore blobs, CancellationToken cancel) =>
        line.Call(box, service, IsdsXml.Request(operation, ("dmID", number)), async (xml, patience) =>
        {
            StagedBlob? stored = null;
            await xml.ReadAsync();
            while (!xml.EOF)
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "dmSignature" })
                {
                    await using var bytes = new Base64Element(xml);
                    stored = await blobs.Stage(bytes, LargestSigned, patience);
                }
                else if (xml is { NodeType: XmlNodeType.Element, LocalName: "dmStatus" })
                {
                    var status = await IsdsXml.Tree(xml, patience);
                    IsdsXml.Judge(status.Said("dmStatusCode"), status.Said("dmStatusMessage"));
                    return stored is { Size: > 0 } ? stored : throw new IsdsException(IsdsTrouble.Doubt, $"{operation} came without the message.");
                }
                else await xml.ReadAsync();
            }
            throw new IsdsException(IsdsTrouble.Doubt, $"{operation} came without a status.");
        }, carriesBytes: true, cancel);

    public async Task Mark(DataBox box, string number, CancellationToken cancel) => await Ask(box, IsdsService.Info, IsdsXml.Request("MarkMessageAsDownloaded", ("dmID", number)), cancel);

    /// <returns>Changes of state since then, at most fifteen days back.</returns>
    public async Task<IReadOnlyList<(string Number, int Status, DateTimeOffset At)>> Changes(DataBox box, DateTimeOffset from, CancellationToken cancel)
    {
        var answer = await Ask(box, IsdsService.Info, IsdsXml.Request("GetMessageStateChanges", ("dmFromTime", IsdsXml.Time(from)), ("dmToTime", null)), cancel);
        return [.. answer.Descendants().Where(e => e.Name.LocalName == "dmRecord" && e.Said("dmID") is not null).Select(r => (r.Said("dmID")!, Status(r), r.When("dmEventTime") ?? from))];
    }

    public async Task<IsdsDelivery> Delivery(DataBox box, string number, CancellationToken cancel)
    {
        var answer = await Ask(box, IsdsService.Info, IsdsXml.Request("GetDeliveryInfo", ("dmID", number)), cancel);
        return new(Status(answer), answer.When("dmDeliveryTime"), answer.When("dmAcceptanceTime"),
            [.. answer.Descendants().Where(e => e.Name.LocalName == "dmEventDescr").Select(e => e.Value.Split(':')[0].Trim())]);
    }

    /// <summary>Boxes found by the number of an organisation, the id of a box, or a name with an address.</summary>
    /// <param name="type"><c>ICO</c>, <c>DBID</c> or <c>GENERAL</c>.</param>
    public async Task<IReadOnlyList<XElement>> Search(DataBox box, string text, string type, int most, CancellationToken cancel)
    {
        var answer = await Ask(box, IsdsService.Search, IsdsXml.Request("ISDSSearch3", ("searchText", text), ("searchType", type), ("searchScope", "ALL"), ("page", "0"),
            ("pageSize", most.ToString(CultureInfo.InvariantCulture)), ("highlighting", "false")), cancel);
        return [.. answer.Descendants().Where(e => e.Name.LocalName == "dbResult")];
    }

    /// <returns>1 = it can be delivered to.</returns>
    public async Task<int> BoxState(DataBox box, string asked, CancellationToken cancel) =>
        int.Parse((await Ask(box, IsdsService.Search, IsdsXml.Request("CheckDataBox", ("dbID", asked)), cancel)).Said("dbState") ?? "0", CultureInfo.InvariantCulture);

    /// <returns>The id of the box that this sign-in opens.</returns>
    public async Task<string?> Owner(DataBox box, CancellationToken cancel) => (await Ask(box, IsdsService.Access, IsdsXml.Request("GetOwnerInfoFromLogin", ("dbDummy", "")), cancel)).Said("dbID");

    /// <returns>Null when it never expires.</returns>
    public async Task<DateTimeOffset?> PasswordUntil(DataBox box, CancellationToken cancel) => (await Ask(box, IsdsService.Access, IsdsXml.Request("GetPasswordInfo", ("dbDummy", "")), cancel)).When("pswExpDate");

    private Task<XElement> Ask(DataBox box, IsdsService service, Func<XmlWriter, CancellationToken, Task> request, CancellationToken cancel) => line.Call(box, service, request, async (xml, patience) =>
    {
        var answer = await IsdsXml.Tree(xml, patience);
        IsdsXml.Judge(answer);
        return answer;
    }, carriesBytes: false, cancel);

    private static int Status(XElement holder) => int.TryParse(holder.Said("dmMessageStatus"), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;
}
