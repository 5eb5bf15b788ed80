using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using static Virtuos.Peers.Tests.DataBoxesSoap;

namespace Virtuos.Peers.Tests;

/// <summary>What the peer of data boxes does when it is called; every answer fits the published schema.</summary>
internal sealed class DataBoxesServices(DataBoxesStore store, DataBoxesSoap soap, string folder)
{
    private const long MostOrdinary = 20L * 1024 * 1024, MostBig = 100L * 1024 * 1024;

    /// <summary>Lists say everything twice.</summary>
    public bool Twice { get; set; }

    public async Task<XElement> Do(PeerBox box, XElement m)
    {
        var name = m.Name.LocalName;
        string Said(string element) => m.Descendants(Ns + element).FirstOrDefault()?.Value ?? "";
        switch (name)
        {
            case "DummyOperation": return E("DummyOperationResponse", Ok());
            case "CreateMessage": return Create(box, m, "CreateMessageResponse", m.Descendants(Ns + "dmFile").Select(f => ((string)f.Attribute("dmFileMetaType")!, (string)f.Attribute("dmFileDescr")!, (string)f.Attribute("dmMimeType")!, f.Element(Ns + "dmEncodedContent")!.Annotation<BoxBytes>()!)).ToList(), big: false);
            case "CreateBigMessage": return CreateBig(box, m);
            case "UploadAttachment": return Upload(m);
            case "GetListOfSentMessages": return List(name, "1", store.Messages.Values.Where(x => x.From == box), m);
            case "GetListOfReceivedMessages":
                store.SignIn(box);
                return List(name, "2", store.Messages.Values.Where(x => x.To == box && x.State is >= 4 and not 8), m);
            case "GetMessageStateChanges":
                var first = store.Now.AddDays(-15);
                var (from, to) = (When(Said("dmFromTime")) ?? first, When(Said("dmToTime")) ?? DateTimeOffset.MaxValue);
                if (from < first) return E($"{name}Response", No("1601", "Interval je delší než 15 dní."));
                return E($"{name}Response", E("dmRecords", store.Changes.Where(c => store.Messages[c.Id].From == box && c.At >= from && c.At <= to)
                    .Select(c => E("dmRecord", E("dmID", c.Id), E("dmEventTime", Time(c.At)), E("dmMessageStatus", c.State)))), Ok());
            case "GetOwnerInfoFromLogin": return E($"{name}Response", E("dbOwnerInfo", N("dbID", box.Id), N("dbType", box.Kind), N("ic", box.Number), N("pnFirstName", null), N("pnMiddleName", null), N("pnLastName", null), N("pnLastNameAtBirth", null), N("firmName", box.Name),
                N("biDate", null), N("biCity", null), N("biCounty", null), N("biState", null), N("adCity", null), N("adStreet", null), N("adNumberInStreet", null), N("adNumberInMunicipality", null), N("adZipCode", null), N("adState", null), N("nationality", null),
                N("identifier", null), N("registryCode", null), N("dbState", box.State), N("dbEffectiveOVM", box.IsOffice), N("dbOpenAddressing", false)), DbOk());
            case "GetPasswordInfo": return E($"{name}Response", N("pswExpDate", box.PasswordUntil is { } until ? Time(until) : null), DbOk());
            case "CheckDataBox": return store.Boxes.TryGetValue(Said("dbID"), out var asked) ? E($"{name}Response", E("dbState", asked.State), DbOk()) : E($"{name}Response", DbNo("0007", "Schránka neexistuje."));
            case "ISDSSearch3": return Search(Said("searchText"), Said("searchType"));
        }
        if (!store.Messages.TryGetValue(Said("dmID"), out var message) || (message.From != box && message.To != box)) return E($"{name}Response", No("1219", "Zpráva neexistuje."));
        switch (name)
        {
            case "MarkMessageAsDownloaded":
                if (message.To != box) return E($"{name}Response", No("1219", "Zpráva neexistuje."));
                if (message.State is 5 or 6) store.Move(message, 7, null);
                return E($"{name}Response", Ok());
            case "GetDeliveryInfo": return new XElement(Ns + $"{name}Response", Delivery(message, Ns), Ok());
            case "GetSignedDeliveryInfo":
                XNamespace d = "http://isds.czechpoint.cz/v20/delivery";
                return E($"{name}Response", Bytes("dmSignature", await DataBoxesStore.Sign(folder, soap, new(d + "GetDeliveryInfoResponse", Delivery(message, d)), big: false)), Ok());
            case "SignedMessageDownload" or "SignedBigMessageDownload" when message.To == box: return await Signed(name, message, "MessageDownloadResponse", "http://isds.czechpoint.cz/v20/message");
            case "SignedSentMessageDownload" or "SignedSentBigMessageDownload" when message.From == box: return await Signed(name, message, "SentMessageDownloadResponse", "http://isds.czechpoint.cz/v20/SentMessage");
            default: return E($"{name}Response", No("1219", "Zpráva neexistuje."));
        }
    }

    private async Task<XElement> Signed(string name, PeerMessage message, string document, XNamespace ns)
    {
        if (message.State == 9) return E($"{name}Response", No("1222", "Obsah zprávy byl smazán."));
        if (message.Big != name.Contains("Big", StringComparison.Ordinal)) return E($"{name}Response", No("1223", "Zpráva je jiného druhu."));
        var tree = new XElement(ns + document, new XElement(ns + "dmReturnedMessage",
            E("dmDm", Envelope(message), E("dmFiles", message.Files.Select(f => E("dmFile", new XAttribute("dmMimeType", f.Type), new XAttribute("dmFileMetaType", f.Role), new XAttribute("dmFileDescr", f.Name), Bytes("dmEncodedContent", f.Bytes))))),
            Tail(message, ns), new XElement(ns + "dmAttachmentSize", message.Size / 1024)));
        return E($"{name}Response", Bytes("dmSignature", await DataBoxesStore.Sign(folder, soap, tree, message.Big)), Ok());
    }

    private static XElement Delivery(PeerMessage message, XNamespace ns) => new(ns + "dmDelivery", E("dmDm", Envelope(message)), Tail(message, ns),
        new XElement(ns + "dmEvents", message.Events.Select(e => new XElement(ns + "dmEvent", new XElement(ns + "dmEventTime", Time(e.At)), new XElement(ns + "dmEventDescr", e.Text)))));

    private static XElement[] Tail(PeerMessage message, XNamespace ns) =>
    [
        new(ns + "dmHash", new XAttribute("algorithm", "SHA-256"), Convert.ToBase64String(SHA256.HashData(BitConverter.GetBytes(message.Id.GetHashCode(StringComparison.Ordinal))))),
        new(ns + "dmQTimestamp", "AAAA"),
        message.Laid is { } laid ? new(ns + "dmDeliveryTime", Time(laid)) : new(ns + "dmDeliveryTime", new XAttribute(Xsi + "nil", "true")),
        message.Accepted is { } at ? new(ns + "dmAcceptanceTime", Time(at)) : new(ns + "dmAcceptanceTime", new XAttribute(Xsi + "nil", "true")),
        new(ns + "dmMessageStatus", message.State),
    ];

    private static IEnumerable<XElement> Envelope(PeerMessage m) =>
    [
        E("dmID", m.Id), N("dbIDSender", m.From.Id), N("dmSender", m.From.Name), N("dmSenderAddress", m.From.Address), E("dmSenderType", m.From.Type), N("dmRecipient", m.To.Name), N("dmRecipientAddress", m.To.Address), N("dmAmbiguousRecipient", false),
        .. m.Envelope.Select(e => new XElement(e)),
    ];

    private XElement List(string name, string which, IEnumerable<PeerMessage> messages, XElement m)
    {
        string? Said(string element) => m.Element(Ns + element) is { } e && e.Value.Length > 0 ? e.Value : null;
        var mask = int.Parse(Said("dmStatusFilter") ?? "-1", CultureInfo.InvariantCulture);
        var (from, to) = (When(Said("dmFromTime")), When(Said("dmToTime")));
        var found = messages.Where(x => (mask == -1 || (mask & (1 << x.State)) != 0) && (from is null || x.Laid is null || x.Laid >= from) && (to is null || x.Laid is null || x.Laid <= to)).OrderBy(x => x.Id, StringComparer.Ordinal).ToList();
        if (Twice) found = [.. found, .. found];
        var page = found.Skip(int.Parse(Said("dmOffset") ?? "1", CultureInfo.InvariantCulture) - 1).Take(int.Parse(Said("dmLimit") ?? "1000", CultureInfo.InvariantCulture));
        return E($"{name}Response", E("dmRecords", page.Select((x, i) => E("dmRecord", x.Big ? new XAttribute("dmVODZ", "true") : null, E("dmOrdinal", i + 1), Envelope(x), E("dmMessageStatus", x.State), N("dmAttachmentSize", x.Size / 1024),
            N("dmDeliveryTime", x.Laid is { } laid ? Time(laid) : null), N("dmAcceptanceTime", x.Accepted is { } at ? Time(at) : null)))), Ok());
    }

    private XElement Create(PeerBox box, XElement m, string answer, List<(string Role, string Name, string Type, BoxBytes Bytes)> files, bool big)
    {
        // The two elements that follow the group are not given to the recipient.
        var envelope = m.Element(Ns + "dmEnvelope")!.Elements().Where(e => e.Name.LocalName is not ("dmOVM" or "dmPublishOwnID")).ToList();
        var to = envelope.First(e => e.Name.LocalName == "dbIDRecipient").Value;
        if (!store.Boxes.TryGetValue(to, out var recipient)) return E(answer, No("1205", "Schránka příjemce neexistuje."));
        if (files.Count == 0) return E(answer, No("2032", "Zpráva neobsahuje žádný dokument."));
        if (files[0].Role != "main" || files.Exists(f => f.Name.Length == 0 || f.Type.Length == 0)) return E(answer, No("1214", "Chybný název nebo typ souboru."));
        if (files.Sum(f => f.Bytes.Size) > (big ? MostBig : MostOrdinary)) return E(answer, No("1211", "Zpráva je příliš velká."));
        return E(answer, E("dmID", store.Add(box, recipient, Whole(envelope), [.. files.Select(f => (f.Role, f.Name, f.Type, f.Bytes))], big).Id), Ok());
    }

    // An envelope of a big message may leave elements out; what is given to the recipient has them all.
    private static List<XElement> Whole(List<XElement> envelope)
    {
        string[] names = ["dmSenderOrgUnit", "dmSenderOrgUnitNum", "dbIDRecipient", "dmRecipientOrgUnit", "dmRecipientOrgUnitNum", "dmToHands", "dmAnnotation", "dmRecipientRefNumber", "dmSenderRefNumber", "dmRecipientIdent", "dmSenderIdent",
            "dmLegalTitleLaw", "dmLegalTitleYear", "dmLegalTitleSect", "dmLegalTitlePar", "dmLegalTitlePoint", "dmPersonalDelivery", "dmAllowSubstDelivery"];
        return [.. names.Select(n => envelope.Find(e => e.Name.LocalName == n) is { } e ? new XElement(e) : N(n, null))];
    }

    /// <summary>A message of somebody else, from files in the peer's folder.</summary>
    public string Send(string from, string to, string matter, string number, string mark, IEnumerable<string> paths, bool big)
    {
        var envelope = Whole([E("dbIDRecipient", to), E("dmAnnotation", matter), N("dmSenderRefNumber", number.Length > 0 ? number : null), N("dmSenderIdent", mark.Length > 0 ? mark : null), E("dmPersonalDelivery", false), E("dmAllowSubstDelivery", true)]);
        return store.Add(store.Boxes[from], store.Boxes[to], envelope, [.. paths.Select((p, i) => (i == 0 ? "main" : "enclosure", Path.GetFileName(p), p.EndsWith(".pdf", StringComparison.Ordinal) ? "application/pdf" : "text/plain", DataBoxesStore.Of(p)))], big).Id;
    }

    private XElement Upload(XElement m)
    {
        var file = m.Element(Ns + "dmFile")!;
        var bytes = file.Element(Ns + "dmEncodedContent")!.Annotation<BoxBytes>()!;
        if (bytes.Size > MostBig) return E("UploadAttachmentResponse", No("1211", "Soubor je příliš velký."));
        var id = $"att-{store.Uploads.Count + 1}";
        store.Uploads[id] = ((string)file.Attribute("dmFileDescr")!, (string)file.Attribute("dmMimeType")!, bytes);
        return E("UploadAttachmentResponse", E("dmAttID", id), E("dmAttHash1", new XAttribute("AttHashAlg", "SHA-256"), bytes.Hash), E("dmAttHash2", new XAttribute("AttHashAlg", "SHA3-256"), $"druhy-{bytes.Hash}"), Ok());
    }

    private XElement CreateBig(PeerBox box, XElement m)
    {
        List<(string, string, string, BoxBytes)> files = [];
        foreach (var f in m.Descendants(Ns + "dmExtFile"))
        {
            if (!store.Uploads.TryGetValue((string)f.Attribute("dmAttID")!, out var upload) || (string)f.Attribute("dmAttHash1")! != upload.Bytes.Hash || (string)f.Attribute("dmAttHash2")! != $"druhy-{upload.Bytes.Hash}")
                return E("CreateBigMessageResponse", No("1280", "Příloha neexistuje nebo má jiný otisk."));
            files.Add(((string)f.Attribute("dmFileMetaType")!, upload.Name, upload.Type, upload.Bytes));
        }
        return Create(box, m, "CreateBigMessageResponse", files, big: true);
    }

    private XElement Search(string text, string type)
    {
        var found = store.Boxes.Values.Where(b => type switch { "DBID" => b.Id == text, "ICO" => b.Number == text, _ => $"{b.Name} {b.Address}".Contains(text, StringComparison.CurrentCultureIgnoreCase) }).ToList();
        return found.Count == 0 ? E("ISDSSearch3Response", DbNo("0002", "Nebyla nalezena žádná schránka.")) : E("ISDSSearch3Response", E("totalCount", found.Count), E("currentCount", found.Count), E("position", 0), E("lastPage", true),
            E("dbResults", found.Select(b => E("dbResult", E("dbID", b.Id), E("dbType", b.Kind), E("dbName", b.Name), E("dbAddress", b.Address), N("dbBiDate", null), N("dbICO", b.Number.Length > 0 ? b.Number : null), N("dbIdOVM", null), E("dbSendOptions", b.State == 1 ? "ALL" : "DISABLED")))), DbOk());
    }

    private static DateTimeOffset? When(string? text) => string.IsNullOrEmpty(text) ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static XElement Ok() => No("0000", "Provedeno úspěšně.");

    public static XElement No(string code, string text) => E("dmStatus", E("dmStatusCode", code), E("dmStatusMessage", text));

    private static XElement DbOk() => DbNo("0000", "Provedeno úspěšně.");

    private static XElement DbNo(string code, string text) => E("dbStatus", E("dbStatusCode", code), E("dbStatusMessage", text));
}
