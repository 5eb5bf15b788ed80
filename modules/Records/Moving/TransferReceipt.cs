using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Virtuos.Contracts.Directory;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>
/// Says that a batch was taken over (<c>PrenosPotvrzeni</c> of <c>ermsExportPrenos.xsd</c>). The published schema has room for the status of one
/// entity, so the note says for all of them how many there are and the hash over what each says, as it lies where it arrived.
/// </summary>
/// <param name="Position">The entity that it names, and what it says of it.</param>
internal sealed partial record TransferReceipt(string Batch, string Source, string Target, string Originator, string From, string To, string Status, string? Note, int Position, string Type, string Id, string EntityStatus)
{
    public const string Taken = "nacteno";
    public const int Longest = 1 << 20;

    public static string Write(BatchHead head, OfficeCard office, BatchEntry last, int entities, string sum, DateTimeOffset at)
    {
        var receipt = New("PrenosPotvrzeni", New("DatumCasPotvrzeni", Erms.Write(at)), New("ZdrojPotvrzeni", head.Target), New("CilPotvrzeni", head.Source),
            ErmsParties.Write("PuvodcePotvrzeni", new(office.Name, office.Seat, null, null, null) { OrganisationNumber = office.OrganisationNumber }),
            New("PotvrzovanaDavka", New("DavkaId", head.Batch), New("Cil", head.Target), New("Zdroj", head.Source)),
            New("Poznamka", string.Create(CultureInfo.InvariantCulture, $"entit {entities}, sha256 {sum}")), New("StatusPrenosu", Taken),
            New("StatusEntit", New("Entita", new XAttribute("Poradi", last.Position), new XAttribute("TypEntity", last.Type), new XAttribute("IdEntity", last.Id), new XAttribute("StatusPrenosu", Taken))));
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true })) receipt.WriteTo(xml);
        return text.ToString();
    }

    /// <exception cref="MovingException">It is no such document.</exception>
    public static TransferReceipt Read(byte[] bytes)
    {
        var root = Records.Batch.Read(bytes, "PrenosPotvrzeni", "PrenosPotvrzeni");
        var (batch, entity) = (root.Part("PotvrzovanaDavka")!, root.Part("StatusEntit")!.Elements().Single());
        return new(batch.Text("DavkaId")!, batch.Text("Zdroj")!, batch.Text("Cil")!, root.Part("PuvodcePotvrzeni")?.Part("Subjekt")?.Text("IC") ?? "", root.Text("ZdrojPotvrzeni")!, root.Text("CilPotvrzeni")!,
            root.Text("StatusPrenosu")!, root.Text("Poznamka"), int.TryParse(entity.Attribute("Poradi")!.Value, out var position) ? position : 0, entity.Attribute("TypEntity")!.Value, entity.Attribute("IdEntity")!.Value, entity.Attribute("StatusPrenosu")!.Value);
    }

    /// <summary>Null when it confirms the whole move, otherwise what is wrong.</summary>
    /// <param name="named">The entity at its place, as the batch said.</param>
    public Kernel.Refusal? Fault(OfficeMove move, OfficeCard office, OfficeMoveEntity? named)
    {
        if (Batch != move.Batch || Source != move.Source || Target != move.Target || From != move.Target || To != move.Source) return Wrong("batch");
        if (Originator != office.OrganisationNumber) return Kernel.Refusal.Conflict("records.moving.originator", ("found", Originator), ("expected", office.OrganisationNumber));
        if (Status != Taken || EntityStatus != Taken) return Kernel.Refusal.Conflict("records.moving.receipt-partial", ("status", Status), ("note", Note));
        if (named is null || named.Thing != Id || MovedThing.Kinds[Enum.Parse<MovedKind>(named.Kind)].Type != Type) return Wrong("entity");
        if (Summary().Match(Note ?? "") is not { Success: true } said || said.Groups[1].Value != move.Entities.ToString(CultureInfo.InvariantCulture)) return Wrong("count");
        return said.Groups[2].Value == move.Content ? null : Wrong("content");
    }

    private static Kernel.Refusal Wrong(string what) => Kernel.Refusal.Conflict($"records.moving.receipt-{what}");

    [GeneratedRegex("^entit ([0-9]{1,9}), sha256 ([0-9a-f]{64})$")]
    private static partial Regex Summary();
}
