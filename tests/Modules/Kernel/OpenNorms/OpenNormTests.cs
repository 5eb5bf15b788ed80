using System.Text;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.OpenNorms;

public sealed class OpenNormTests
{
    private static readonly DateTimeOffset moment = new(2026, 3, 10, 23, 30, 5, TimeSpan.Zero);
    private static readonly DocumentPerson office = new("Magistrát města Chomutova", "Zborovská 4602, 430 28 Chomutov") { OrganisationNumber = "00261891", BoxId = "8m8bd34" };
    private static readonly DocumentPerson person = new("Ing. Jana Marie Nováková, Ph.D.", "Lipová 12, 430 01 Chomutov") { Birth = new(1985, 5, 3) };
    private static readonly DigitalAct act = new(new("U0", "Přihláška psa"), new("S0", "Přihláška psa"), new("A0", "Přihláška psa"), new("neprokázáno", "Podání formulářem bez prokázání totožnosti"));

    private static DigitalActCertificate Certificate(string matter = "Přihláška psa Alík") => new("018f-c", new("018f-s", "MUCH/7/2026"), person, office, moment, moment.AddMinutes(3), new string('a', 64), act)
    {
        Attachments = [new("očkování", "očkování.pdf", "application/pdf", new string('b', 64))],
        Matter = matter,
    };

    [Fact]
    public void The_official_examples_are_valid_and_their_damage_is_found()
    {
        var example = NormSchemas.Example("osvědčení-digitálního-úkonu/2024-10-17/příklady/digiúkon1.xml");
        Assert.Empty(NormSchemas.Faults(example, NormSchemas.Certificate));
        Assert.NotEmpty(NormSchemas.Faults(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(example).Replace("hash_podání", "otisk", StringComparison.Ordinal)), NormSchemas.Certificate));
        Assert.Empty(NormSchemas.Faults(NormSchemas.Example("metadata-dokumentů-veřejnoprávních-původců/2024-12-10/příklady/dokument-minimální.xml"), NormSchemas.Document));
        var read = CertifiedAct.Read(example)!;
        Assert.True(read.Authorised);
        Assert.Equal("žádost o udělení akreditace pro správu kvalifikovaného systému", read.Matter);
    }

    [Fact, Contract("B08", Part = "the XML of the certificate is valid by the published schema and says all that it requires")]
    public void A_certificate_is_valid_by_the_norm_and_is_read_back_as_it_was_written()
    {
        var xml = Certificate().Xml();
        Assert.Empty(NormSchemas.Faults(xml, NormSchemas.Certificate));
        var read = CertifiedAct.Read(xml)!;
        Assert.Equal(("018f-c", "018f-s", "MUCH/7/2026", "Přihláška psa Alík"), (read.Id, read.Filing, read.ReferenceNumber, read.Matter));
        Assert.Equal((moment, moment.AddMinutes(3), new string('a', 64)), (read.FiledAt, read.IssuedAt, read.FilingHash));
        Assert.Equal(("Jana Marie Nováková", office.Name, act.Way.Name, false), (read.Filer, read.Office, read.Way, read.Authorised));
        // Half past midnight in Prague, on the next day.
        Assert.Contains("2026-03-11T00:30:05+01:00", Encoding.UTF8.GetString(xml), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_people_type_leaves_the_documents_valid()
    {
        Assert.Contains("pes 🐕", Encoding.UTF8.GetString(Certificate("pes 🐕").Xml()), StringComparison.Ordinal);
        foreach (var odd in (string[])["<&>\"'", "a\u0001b\uFFFFc\uD800", "", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🐕", new('x', 10_000)])
        {
            Assert.Empty(NormSchemas.Faults(Certificate(odd).Xml(), NormSchemas.Certificate));
            var strange = person with { Name = $"Jan {odd} Novák", Address = odd.Length == 0 ? "–" : $"{odd}." };
            Assert.Empty(NormSchemas.Faults(new DocumentMetadata(new("x", odd, odd), office) { Recipient = strange, Matter = odd, Answers = new("y", odd) }.Xml(), NormSchemas.Document));
            var form = new FormMetadata(new("x"), strange, office, new("0", "Virtuos"), new("prihlaska-psa", "Přihláška psa"), "1", act, false) { Matter = odd, Attachments = [new(odd, odd, "image/jpeg", "")] };
            Assert.Empty(NormSchemas.Faults(form.Xml(), NormSchemas.Form));
        }
    }

    [Fact]
    public void Nothing_is_made_up_about_a_person_of_whom_too_little_is_known()
    {
        Assert.False((person with { Birth = null }).IsWhole);
        Assert.False((person with { Address = " " }).IsWhole);
        Assert.False((person with { Name = "Anonym" }).IsWhole);
        Assert.False((office with { OrganisationNumber = "261891" }).IsWhole);
        Assert.Throws<InvalidOperationException>(() => (Certificate() with { Filer = person with { Birth = null } }).Xml());
        var metadata = new DocumentMetadata(new("x"), office) { Recipient = person with { Birth = null } }.Xml();
        Assert.Empty(NormSchemas.Faults(metadata, NormSchemas.Document));
        Assert.DoesNotContain("příjemce", Encoding.UTF8.GetString(metadata), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("<osvědčení/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]
    [InlineData("%PDF-1.7")]
    public void What_is_no_certificate_is_none(string text) => Assert.Null(CertifiedAct.Read(Encoding.UTF8.GetBytes(text)));
}
