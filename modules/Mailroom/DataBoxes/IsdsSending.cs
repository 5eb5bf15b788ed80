using System.Xml;
using System.Xml.Linq;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Mailroom;

/// <summary>Hands a letter to the state's system: small ones in one call, big ones (VoDZ) file by file and then the envelope.</summary>
internal sealed class IsdsSending(IsdsLine line, IBlobStore blobs)
{
    /// <summary>Most bytes of an ordinary message and of a big one.</summary>
    public const long MostOrdinary = 20L * 1024 * 1024, MostBig = 100L * 1024 * 1024;

    public static bool IsBig(BoxLetter letter) => letter.Content.Sum(p => p.Size) > MostOrdinary;

    /// <returns>The id of the data message.</returns>
    /// <exception cref="IsdsException">Refused, or nobody knows.</exception>
    public Task<string> Create(DataBox box, BoxLetter letter, CancellationToken cancel) => IsBig(letter) ? CreateBig(box, letter, cancel) : CreateOrdinary(box, letter, cancel);

    /// <summary>Lays one file of a big message into the system; what is laid and never used is erased there.</summary>
    public async Task<BoxUpload> Upload(DataBox box, FiledPart part, CancellationToken cancel)
    {
        var answer = await line.Call(box, IsdsService.Big, async (xml, patience) =>
        {
            await xml.WriteStartElementAsync(null, "UploadAttachment", IsdsLine.Namespace);
            await File(xml, part, null, patience);
            await xml.WriteEndElementAsync();
        }, IsdsXml.Tree, carriesBytes: true, cancel);
        IsdsXml.Judge(answer);
        var (one, two) = (Hash(answer, "dmAttHash1"), Hash(answer, "dmAttHash2"));
        return new(answer.Said("dmAttID") ?? throw new IsdsException(IsdsTrouble.Doubt, "The uploaded file has no id."), one.Value, one.Algorithm, two.Value, two.Algorithm);
    }

    private static (string Value, string Algorithm) Hash(XElement answer, string name) =>
        answer.Descendants().FirstOrDefault(e => e.Name.LocalName == name) is { } hash ? (hash.Value, (string?)hash.Attribute("AttHashAlg") ?? "") : ("", "");

    private async Task<string> CreateOrdinary(DataBox box, BoxLetter letter, CancellationToken cancel) => Number(await line.Call(box, IsdsService.Messages, async (xml, patience) =>
    {
        await xml.WriteStartElementAsync(null, "CreateMessage", IsdsLine.Namespace);
        await Envelope(xml, letter);
        await xml.WriteStartElementAsync(null, "dmFiles", IsdsLine.Namespace);
        for (var i = 0; i < letter.Content.Count; i++) await File(xml, letter.Content[i], Role(i), patience);
        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
    }, IsdsXml.Tree, carriesBytes: true, cancel));

    private async Task<string> CreateBig(DataBox box, BoxLetter letter, CancellationToken cancel) => Number(await line.Call(box, IsdsService.Big, async (xml, _) =>
    {
        await xml.WriteStartElementAsync(null, "CreateBigMessage", IsdsLine.Namespace);
        await Envelope(xml, letter);
        await xml.WriteStartElementAsync(null, "dmFiles", IsdsLine.Namespace);
        for (var i = 0; i < letter.Content.Count; i++)
        {
            var upload = letter.Uploads[letter.Content[i].Blob];
            await xml.WriteStartElementAsync(null, "dmExtFile", IsdsLine.Namespace);
            foreach (var (name, value) in ((string, string)[])[("dmFileMetaType", Role(i)), ("dmAttID", upload.Id), ("dmAttHash1", upload.Hash1), ("dmAttHash1Alg", upload.Algorithm1), ("dmAttHash2", upload.Hash2), ("dmAttHash2Alg", upload.Algorithm2)])
                await xml.WriteAttributeStringAsync(null, name, null, value);
            await xml.WriteEndElementAsync();
        }
        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
    }, IsdsXml.Tree, carriesBytes: false, cancel));

    // An answer that says no is an answer; one that says yes without a number leaves doubt.
    private static string Number(XElement answer)
    {
        IsdsXml.Judge(answer);
        return answer.Said("dmID") ?? throw new IsdsException(IsdsTrouble.Doubt, "The message was accepted without a number.");
    }

    private static string Role(int position) => position == 0 ? "main" : "enclosure";

    // All elements are there and in this order, whatever they say (dmBaseTypes.xsd, gMessageEnvelopeSub).
    private static async Task Envelope(XmlWriter xml, BoxLetter letter)
    {
        await xml.WriteStartElementAsync(null, "dmEnvelope", IsdsLine.Namespace);
        foreach (var (name, value) in ((string, string?)[])
        [
            ("dmSenderOrgUnit", null), ("dmSenderOrgUnitNum", null), ("dbIDRecipient", letter.Recipient), ("dmRecipientOrgUnit", null), ("dmRecipientOrgUnitNum", null), ("dmToHands", null),
            ("dmAnnotation", letter.Matter), ("dmRecipientRefNumber", letter.RecipientNumber), ("dmSenderRefNumber", letter.SenderNumber), ("dmRecipientIdent", letter.RecipientFileMark), ("dmSenderIdent", letter.SenderFileMark),
            ("dmLegalTitleLaw", null), ("dmLegalTitleYear", null), ("dmLegalTitleSect", null), ("dmLegalTitlePar", null), ("dmLegalTitlePoint", null),
            ("dmPersonalDelivery", letter.PersonalDelivery ? "true" : "false"), ("dmAllowSubstDelivery", "true"),
        ])
            await xml.Write(name, value);
        await xml.WriteEndElementAsync();
    }

    private async Task File(XmlWriter xml, FiledPart part, string? role, CancellationToken cancel)
    {
        await using var bytes = await blobs.Open(BlobHash.Parse(part.Blob), cancel) ?? throw new InvalidOperationException($"The file {part.Blob} is not here.");
        await xml.WriteStartElementAsync(null, "dmFile", IsdsLine.Namespace);
        await xml.WriteAttributeStringAsync(null, "dmMimeType", null, part.MimeType);
        if (role is not null) await xml.WriteAttributeStringAsync(null, "dmFileMetaType", null, role);
        await xml.WriteAttributeStringAsync(null, "dmFileDescr", null, part.Name);
        await xml.WriteStartElementAsync(null, "dmEncodedContent", IsdsLine.Namespace);
        await xml.WriteBytes(bytes, cancel);
        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
    }
}
