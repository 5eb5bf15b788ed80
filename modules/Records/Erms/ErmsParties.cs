using System.Globalization;
using System.Xml.Linq;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Values;
using static Virtuos.Records.Erms;

namespace Virtuos.Records;

/// <summary>People outside between the words of the interface (tAdresat) and ours.</summary>
internal static class ErmsParties
{
    private const int LongestName = 200;

    /// <summary>Sender or addressee of a document.</summary>
    public static Filer Read(XElement party)
    {
        var (subject, address) = (party.Part("Subjekt")!, party.Part("Adresa")!.Elements().First());
        var addresses = subject.Part("Adresy");
        var post = address.Name == Ns + "AdresaPostovni" ? address : addresses?.Part("AdresaPostovni");
        var box = (address.Name == Ns + "AdresaDS" ? address : addresses?.Part("AdresaDS"))?.Text("IdDb");
        return new(Name(subject), Clean(post is null ? box is null ? null : $"datová schránka {box}" : Line(post)), Contact(party, "mail"), Contact(party, "tel"), null)
        {
            OrganisationNumber = OrganisationNumber.TryParse(subject.Text("IC"), out var number) ? number.Value : null,
        };
    }

    public static XElement Write(string element, Filer party) => New(element,
        New("Subjekt", New("TypSubjektu", "Neurceno"), New("ObchodniNazev", Cut(party.Name, 100)), party.OrganisationNumber is { } number ? New("IC", number) : null),
        New("Adresa", party.Email is { Length: > 0 and <= 254 } mail
            ? New("AdresaElektronicka", New("Typ", "mail"), New("Kontakt", mail))
            : New("AdresaPostovni", party.Address is null ? null : New("Poznamka", Cut(party.Address, 255)))));

    /// <summary>Nobody, where an answer has to name somebody.</summary>
    public static XElement Nobody(string element) => New(element, New("Subjekt", New("TypSubjektu", "Neurceno")), New("Adresa", New("AdresaPostovni")));

    /// <summary>The words by which a person of the name index is found again.</summary>
    public static PersonWords Words(XElement party)
    {
        var (subject, address) = (party.Part("Subjekt")!, party.Part("Adresa")!.Elements().First());
        var post = address.Name == Ns + "AdresaPostovni" ? address : subject.Part("Adresy")?.Part("AdresaPostovni");
        var box = address.Name == Ns + "AdresaDS" ? address : subject.Part("Adresy")?.Part("AdresaDS");
        return new(Low(subject.Text("Jmeno")), Low(subject.Text("Prijmeni")), Day(subject.Text("DatumNarozeni")), Low(subject.Text("ObchodniNazev")), Low(subject.Text("IC")),
            Low(post?.Text("Ulice")), Low(post?.Text("PopisneCislo") ?? post?.Text("OrientacniCislo") ?? post?.Text("EvidencniCislo")), Low(post?.Text("Obec")), Low(post?.Text("Psc")), Low(post?.Text("Zeme")),
            Low(box?.Text("IdDb")), Low(Contact(party, "mail")));
    }

    /// <summary>What a person is asked for by (ParametryHledaneOsoby).</summary>
    public static PersonWords Asked(XElement asked)
    {
        if (asked.Part("IdDb") is { } box) return Nothing with { Box = Low(box.Value) };
        if (asked.Part("eMail") is { } mail) return Nothing with { Mail = Low(mail.Value) };
        var who = asked.Part("FyzickaOsoba") ?? asked.Part("PravnickaOsoba")!;
        return new(Low(who.Text("Jmeno")), Low(who.Text("Prijmeni")), Day(who.Text("DatumNarozeni")), Low(who.Text("ObchodniNazev")), Low(who.Text("IC")),
            Low(who.Text("Ulice")), Low(who.Text("CisloDomu")), Low(who.Text("Obec")), Low(who.Text("Psc")), Low(who.Text("Zeme")), null, null);
    }

    private static readonly PersonWords Nothing = new(null, null, null, null, null, null, null, null, null, null, null, null);

    private static string Name(XElement subject)
    {
        var name = subject.Text("ObchodniNazev") ?? string.Join(' ', ((string?[])[subject.Text("TitulPred"), subject.Text("Jmeno"), subject.Text("Prijmeni")]).Where(p => p is not null));
        return Clean(name) ?? subject.Text("IC") ?? "neuvedeno";
    }

    private static string Line(XElement post)
    {
        var house = post.Text("OrientacniCislo") is { } o && post.Text("PopisneCislo") is { } p ? $"{p}/{o}" : post.Text("PopisneCislo") ?? post.Text("OrientacniCislo") ?? post.Text("EvidencniCislo");
        var street = string.Join(' ', ((string?[])[post.Text("Ulice") ?? post.Text("CastObce"), house]).Where(x => x is not null));
        var town = string.Join(' ', ((string?[])[post.Text("Psc"), post.Text("Obec")]).Where(x => x is not null));
        var line = string.Join(", ", ((string[])[street, town]).Where(x => x.Length > 0));
        return line.Length > 0 ? line : post.Text("Poznamka") ?? "";
    }

    private static string? Contact(XElement party, string type) => Clean(party.Descendants(Ns + "AdresaElektronicka").FirstOrDefault(a => a.Text("Typ") == type)?.Text("Kontakt"));

    private static string? Clean(string? text) => SafeText.Clean(text, LongestName).Text is { Length: > 0 } clean ? Cut(clean, LongestName) : null;

    private static string? Low(string? text) => Clean(text)?.ToLower(CultureInfo.GetCultureInfo("cs"));

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text[..10], CultureInfo.InvariantCulture);
}
