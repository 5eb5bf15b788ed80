using System.Xml.Linq;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.AgendaClient;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Our own table of messages against the published schema as an oracle: both judge thousands of damaged messages the same.</summary>
public sealed class ShapeTests
{
    private static readonly ErmsShapes Shapes = new();

    [Fact, Contract("D11", Part = "messages are read as strictly as the schema says")]
    public void The_reader_and_the_schema_judge_damaged_messages_the_same()
    {
        var random = new Random(2023);
        var (valid, invalid) = (0, 0);
        foreach (var message in Messages())
        {
            Assert.True(Shapes.Fault(message) is null && ErmsSchema.Faults(message).Count == 0, $"{Shapes.Fault(message)} {string.Join("; ", ErmsSchema.Faults(message))}\n{message}");
            for (var i = 0; i < 300; i++)
            {
                var damaged = new XElement(message);
                for (var times = random.Next(1, 3); times > 0; times--) Damage(damaged, random);
                var (own, theirs) = (Shapes.Fault(damaged), ErmsSchema.Faults(damaged));
                Assert.True(own is null == (theirs.Count == 0), $"own: {own}\nschema: {string.Join("; ", theirs)}\n{damaged}");
                if (own is null) valid++;
                else invalid++;
            }
        }
        Assert.True(valid > 100 && invalid > 1000, $"{valid} valid, {invalid} invalid");
    }

    private static void Damage(XElement message, Random random)
    {
        var all = message.Descendants().ToList();
        if (all.Count == 0) return;
        var one = all[random.Next(all.Count)];
        switch (random.Next(8))
        {
            case 0: one.Remove(); break;
            case 1: one.AddAfterSelf(new XElement(one)); break;
            case 2: one.Name = Ns + (random.Next(2) == 0 ? "Neznamy" : all[random.Next(all.Count)].Name.LocalName); break;
            case 3 when one.PreviousNode is XElement before: before.Remove(); one.AddAfterSelf(before); break;
            case 4 when !one.HasElements: one.Value = ((string[])["", " ", "x", "-1", "0", "12", "2026-02-30", "2026-03-01", "2026-03-01T10:00:00Z", "ano", "vyrizen", "A", "1e3", new string('x', 300)])[random.Next(14)]; break;
            case 5: one.SetAttributeValue(one.Attributes().FirstOrDefault()?.Name ?? "navic", random.Next(2) == 0 ? null : "x"); break;
            case 6: one.Add(new XElement(Ns + "Navic")); break;
            case 7: one.Add(new XText("slovo")); break;
            default: break;
        }
    }

    private static IEnumerable<XElement> Messages()
    {
        using var client = new AgendaClient(new HttpClient(), "", "VITA", "");
        var who = E("Autorizace", E("provedlKdo", "U-1"), E("provedlKdy", "2026-03-10T10:00:00Z"));
        yield return client.Request("DokumentZalozeni", client.Document("d-1", more: [Delivery(), AgendaStoryTests.Link(client, "f-1")]), who);
        yield return AgendaStoryTests.FileFounding(client, who, "s-1", "51.2", E("DokumentUplnyVlozeny", client.Document("d-1"), E("PoradiVeSpisu", 1), E("StavZarazeniDoSpisu", "Vlozen")),
            E("DokumentIdVlozeny", E("IdDokument", client.Id("d-2")), E("PoradiVeSpisu", 2), E("StavZarazeniDoSpisu", "Vyjmut")));
        yield return client.Request("PrideleneSeznam", E("DruhEntity", "Spis"), E("odZaznamu", 1), E("pocetZaznamu", 50), who);
        yield return client.Request("OsobySeznam", E("ParametryHledaneOsoby", E("PravnickaOsoba", E("IC", "00261891"), E("Ulice", "Zborovská"), E("Obec", "Chomutov"))), who);
        yield return E("ermsAsyn", new XAttribute("Poradi", 1), new XAttribute("Zdroj", "VITA"), new XAttribute("Cil", "VIRT"), E("Udalosti",
            AgendaStoryTests.Event(1, "DokumentVyrizeni", who, E("IdDokument", client.Id("d-1")), AgendaStoryTests.Settling(DateTimeOffset.UnixEpoch)),
            AgendaStoryTests.Event(2, "SpisUprava", who, E("ProfilSpisuUprava", client.Id("s-1"), E("Nazev", "Jiný"), E("VecnaSkupina", E("SpisovyPlan", "p"), E("SpisovyZnak", "1.2"), E("JednoduchySpisovyZnak", "2"), E("Popis", "x"), E("DatumOtevreni", "2020-01-01"),
                E("SkartacniRezim", E("SkartacniZnak", "S"), E("SkartacniLhuta", 5), E("SpousteciUdalost", "uzavření"))))),
            E("Ostatni", new XAttribute("UdalostId", 3), E("Cokoli", "x"))), E("Zpravy", E("Zprava", new XAttribute("UdalostId", 1), new XAttribute("Poradi", 1), E("Kod", "0000"))));
        yield return client.Request("WsTest", E("WsTestId", ""), who);
    }
}
