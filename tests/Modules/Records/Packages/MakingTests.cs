using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Ledger;
using Virtuos.Modules.Tests.Kernel.Paper;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>Packages made of files of every sort: valid, clean, and nothing when something is wrong.</summary>
public sealed class MakingTests
{
    private static readonly XNamespace Ns = StandardXml.Namespace, Mets = "http://www.loc.gov/METS/", Log = LogXml.Namespace;

    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>When every retention time is over; what happened is chained by then.</summary>
    internal static async Task GoFar(OfficeTown room)
    {
        await room.Deliver();
        room.Clock.Set(new(2080, 5, 5, 9, 0, 0, TimeSpan.Zero));
        await room.Job<LedgerSealer>();
    }

    internal static async Task Close(HttpClient clerk, Guid file)
    {
        var page = await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Contains("Spis je uzavřený", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("J01", Part = "packages of closed files in three kinds, valid by both sets of schemas and clean by every rule")]
    [Contract("J02", Part = "what is made holds every rule")]
    [Requirement("9.2.5"), Requirement("9.2.11"), Requirement("obs54"), Requirement("obs52")]
    public async Task A_decision_with_attachments_and_an_organisation_as_sender_gives_clean_packages()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var earlier = await KeepingTests.Settled(desk, "104.1");
        var document = await desk.InHand(filer: new Filer("Stavby Ohře s. r. o.", "Průmyslová 1, 430 01 Chomutov", "info@stavby.example", null, null) { OrganisationNumber = "27082440" },
            attachments: [await desk.Part("pes.png", "image/png", Png), await desk.Part("smlouva.txt", "application/octet-stream", Encoding.UTF8.GetBytes("Smlouva o dílo."))]);
        var own = await desk.Approved(document);
        var file = await KeepingTests.File(room);
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Přidat odkaz", ("To", "S-PRV 1/2026"), ("Note", "Předchozí řízení"));
        await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        await desk.Opened(own);
        room.Clock.Advance(TimeSpan.FromDays(20));
        await room.Job<SetLegalForce>();
        await Output(clerk, file);
        await Close(clerk, file);
        await GoFar(room);

        using var packages = new TakenPackages(room);
        var paths = await packages.AreClean(petra, file);
        using var zip = ZipFile.OpenRead(paths[1]);
        var name = Path.GetFileNameWithoutExtension(paths[1]);
        Assert.All(zip.Entries, e => Assert.StartsWith($"{name}/", e.FullName, StringComparison.Ordinal));
        var mets = XDocument.Load(zip.GetEntry($"{name}/mets.xml")!.Open());
        // Every component of the file is there, byte for byte, under the hash that the records keep.
        var kept = await room.Rows($"select c.id, substr(c.blob, 8) from records.component c join records.document d on d.id = c.document where d.file = '{file}'", r => ($"file-k-{r.GetGuid(0):n}", r.GetString(1)));
        Assert.Equal(kept.Order(), mets.Descendants(Mets + "file").Select(f => (f.Attribute("ID")!.Value, f.Attribute("CHECKSUM")!.Value)).Order());
        foreach (var told in mets.Descendants(Mets + "file"))
        {
            using var bytes = zip.GetEntry($"{name}/{told.Element(Mets + "FLocat")!.Attributes().Single(a => a.Name.LocalName == "href").Value}")!.Open();
            Assert.Equal(told.Attribute("CHECKSUM")!.Value, Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, Cancel)));
        }
        // What a file is said to be is what it is, whatever its sender called it.
        Assert.Contains("text/plain", mets.Descendants(Mets + "file").Select(f => f.Attribute("MIMETYPE")!.Value));
        Assert.Equal(["koncept", "originál", "originál ve výstupním datovém formátu"], mets.Descendants(Ns + "Komponenta").Select(k => k.Attribute("forma_uchovani")!.Value).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal($"{earlier}", mets.Descendants(Ns + "KrizovyOdkaz").Single().Element(Ns + "Identifikator")!.Value);
        // The log of the document tells its founding and its settling.
        var events = mets.Descendants(Log + "TransakcniLogObjektu").Single(l => l.Descendants(Log + "Objekt").First().Descendants(Log + "HodnotaID").First().Value == $"{document}").Descendants(Log + "TypUdalostiId").Select(e => e.Value).ToList();
        Assert.Subset(events.ToHashSet(), new HashSet<string> { "Zalozeni", "VlozeniDoSpisu" });
        Assert.Equal("Petra Podatelnová", mets.Descendants(Mets + "agent").Single(a => a.Attribute("TYPE")!.Value == "INDIVIDUAL").Value);

        using var metadata = ZipFile.OpenRead(paths[0]);
        Assert.Equal("mets.xml", Assert.Single(metadata.Entries).Name);
        using var chosen = ZipFile.OpenRead(paths[2]);
        var assessed = XDocument.Load(chosen.Entries[0].Open()).Descendants(Ns + "SkartacniRizeni").Single();
        Assert.Equal(("2080-05-05", "trvalé uložení", "Vypovídá o správě obce.", "Petra Podatelnová"), (assessed.Element(Ns + "Datum")!.Value, assessed.Element(Ns + "SkartacniOperace")!.Value, assessed.Element(Ns + "Oduvodneni")!.Value, assessed.Descendants(Ns + "NazevFyzickeOsoby").Single().Value));
        Assert.Equal(3, (await room.Rows($"select 1 from kernel.ledger where thing = '{file}' and act = '{nameof(MakePackage)}' and deed = 'read'", r => 1)).Count);
    }

    [Fact, Contract("J01", Part = "paper with a scan, its amount, storage unit and place")]
    [Requirement("obs61"), Requirement("obs77"), Requirement("obs85"), Requirement("obs98a")]
    public async Task Paper_with_a_scan_gives_clean_packages()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var file = await Paper(room, desk, "2 listy", SamplePapers.Press.Press(SamplePapers.Plain("Přihláška")).Bytes);
        await StorageTests.Open(petra);
        await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Vložit", ("Unit", "UJ-PRV 1/2026"));
        await Close(clerk, file);
        await GoFar(room);
        using var packages = new TakenPackages(room);
        using var zip = ZipFile.OpenRead((await packages.AreClean(petra, file))[2]);
        Assert.Equal("2 listy", XDocument.Load(zip.Entries[0].Open()).Descendants(Ns + "Mnozstvi").Single().Value);
    }

    [Fact, Contract("J01", Part = "files settled in every way, with documents that follow another group")]
    [Requirement("obs63"), Requirement("obs67"), Requirement("obs87")]
    public async Task However_a_file_was_settled_its_packages_are_clean()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, head, petra) = (desk.Browser("Klára"), desk.Browser("Hana"), desk.Browser("Petra"));
        List<Guid> files = [];
        foreach (var way in (string[])["noted", "passed-on"])
        {
            await Press(clerk, await Page(clerk, $"/stul/dokument/{await desk.InHand()}"), "Vyřídit bez rozhodnutí", ("How", way), ("Note", "Městskému úřadu Chomutov"));
            files.Add(await KeepingTests.File(room));
        }
        var document = await desk.InHand();
        await Press(clerk, await desk.Begin(document, "Odpověď"), "Uložit a předložit ke schválení", ("Body", "Odpovídáme vám."));
        var own = await desk.Own(document);
        await Press(head, await Page(head, $"/stul/dokument/{own}"), "Schválit a opatřit pečetí");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        files.Add(await KeepingTests.File(room));
        // Two documents in one file, one of them of a group with a higher mark.
        var (first, second) = (await desk.InHand(), await desk.InHand());
        await Press(clerk, await Page(clerk, $"/stul/dokument/{first}"), "Vložit do spisu", ("FilingMark", "104.1"));
        files.Add(await KeepingTests.File(room));
        await Press(clerk, await Page(clerk, $"/stul/dokument/{second}"), "Vložit do spisu", ("FilingMark", ""), ("File", "S-PRV 4/2026"));
        await Press(clerk, await Page(clerk, $"/stul/dokument/{second}"), "Určit skartační režim dokumentu", ("RuleMark", "328.1"), ("RuleReason", "výkresy mají trvalou hodnotu"));
        foreach (var one in (Guid[])[first, second]) await Press(clerk, await Page(clerk, $"/stul/dokument/{one}"), "Vyřídit bez rozhodnutí", ("Note", "Vzato na vědomí"));
        foreach (var file in files) await Close(clerk, file);
        await GoFar(room);
        using var packages = new TakenPackages(room);
        foreach (var file in files) await packages.AreClean(petra, file);
    }

    [Fact, Contract("J01", Part = "a ZIP among the attachments is a container beside what was taken out of it")]
    [Requirement("obs109"), Requirement("obs111")]
    public async Task A_zip_among_attachments_is_told_as_a_container()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var inside = zip.CreateEntry("plan.txt").Open()) inside.Write("Plán stavby"u8);
        var document = await desk.InHand(attachments: [await desk.Part("prilohy.zip", "application/zip", packed.ToArray())]);
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Vzato na vědomí"));
        var file = await KeepingTests.File(room);
        await Output(clerk, file);
        await Close(clerk, file);
        await GoFar(room);
        using var packages = new TakenPackages(room);
        using var made = ZipFile.OpenRead((await packages.AreClean(petra, file))[1]);
        Assert.Equal([("1", "kontejner"), ("2", "originál")], XDocument.Load(made.Entries[0].Open()).Descendants(Ns + "Komponenta").Where(k => k.Attribute("poradi")!.Value == "2").Select(k => (k.Attribute("verze")!.Value, k.Attribute("forma_uchovani")!.Value)));
    }

    [Fact, Contract("J01", Part = "a volume of a type file goes as a whole, with everything above it")]
    [Requirement("obs90"), Requirement("obs95")]
    public async Task A_volume_goes_as_a_whole_whichever_of_its_files_is_asked_for()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        await Press(clerk, await Page(clerk, "/stul/typove-spisy"), "Založit typový spis", ("Name", "Budova školy čp. 12"));
        var section = (await room.Rows("select id from records.file_section where mark = '57.2.3'", r => r.GetGuid(0))).Single();
        List<Guid> files = [];
        for (var i = 0; i < 2; i++)
        {
            var document = await desk.InHand();
            await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vložit do spisu", ("Section", $"{section}"));
            await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Revize je v pořádku"));
            files.Add(await KeepingTests.File(room));
            await Close(clerk, files[^1]);
        }
        using var packages = new TakenPackages(room);
        using (var early = await packages.Ask(petra, files[0], "full"))
        {
            Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
            Assert.Contains("ještě není uzavřený", WebUtility.HtmlDecode(await early.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        }
        var typed = (await room.Rows("select id from records.type_file", r => r.GetGuid(0))).Single();
        await Press(clerk, await Page(clerk, $"/stul/typovy-spis/{typed}"), "Uzavřít díl 57.2.3/1 a otevřít další");
        await GoFar(room);
        // The published schema wants of a file inside a volume what the archive's rules forbid there; the archive decides.
        var paths = await packages.AreClean(petra, files[0], published: false);
        Assert.Equal(Path.GetFileName(paths[1]), Path.GetFileName(await packages.Take(petra, files[1], "full")));
        using var zip = ZipFile.OpenRead(paths[1]);
        var mets = XDocument.Load(zip.Entries[0].Open());
        Assert.Equal(["spisový plán", "věcná skupina", "věcná skupina", "typový spis", "součást", "díl", "spis", "dokument", "komponenta"], mets.Descendants(Mets + "div").Select(d => d.Attribute("TYPE")!.Value).Take(9));
        Assert.Equal(2, mets.Descendants(Ns + "Dil").Single().Descendants(Ns + "Spis").Count());
    }

    [Fact, Contract("J01", Part = "firmly tied files go together")]
    [Requirement("4.1.2"), Requirement("obs29"), Requirement("obs97")]
    public async Task Firmly_tied_files_go_together_whichever_end_is_asked_for()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var (first, second) = (await KeepingTests.Settled(desk, "104.1"), await KeepingTests.Settled(desk, "104.1"));
        await Press(clerk, await Page(clerk, $"/stul/spis/{second}"), "Přidat odkaz", ("To", "S-PRV 1/2026"), ("Firm", "true"));
        await Close(clerk, second);
        using var packages = new TakenPackages(room);
        using (var early = await packages.Ask(petra, second, "full")) Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        await Close(clerk, first);
        await GoFar(room);
        var paths = await packages.AreClean(petra, first);
        var bytes = await System.IO.File.ReadAllBytesAsync(paths[0], Cancel);
        Assert.Equal(paths[0], await packages.Take(petra, second, "metadata"));
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal([$"s-{first:n}", $"s-{second:n}"], XDocument.Load(zip.Entries[0].Open()).Descendants(Ns + "Spis").Select(s => s.Attribute("ID")!.Value));
    }

    [Fact, Contract("J01", Part = "what is damaged, open or of another office gives nothing")]
    public async Task A_tampered_component_an_open_file_and_another_office_give_nothing()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        using var packages = new TakenPackages(room);
        var file = await KeepingTests.Settled(desk, "104.1");
        foreach (var kind in TakenPackages.Kinds)
            using (var open = await packages.Ask(petra, file, kind, new DateOnly(2026, 1, 1))) Assert.InRange((int)open.StatusCode, 409, 422);
        await Close(clerk, file);
        await GoFar(room);
        using (var foreign = await packages.Ask(room.Browser(room.Offices.Who(room.Offices.Second, "Petra")), file, "full")) Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using (var clerks = await packages.Ask(clerk, file, "full")) Assert.Equal(HttpStatusCode.Forbidden, clerks.StatusCode);
        foreach (var (kind, day, said) in (IEnumerable<(string, DateOnly?, string)>)[("nonsense", null, "Vyberte, k čemu"), ("handover", null, "Napište den"), ("handover", new(2026, 12, 31), "Napište den"), ("handover", new(2080, 5, 6), "Napište den")])
            using (var wrong = await packages.Ask(petra, file, kind, day))
            {
                Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
                Assert.Contains(said, WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
            }

        // The same state at the same moment gives the same bytes.
        var (once, again) = (await Make(room, desk, file), await Make(room, desk, file));
        Assert.True(once.Succeeded && once.Bytes.AsSpan().SequenceEqual(again.Bytes));

        var blob = (await room.Rows($"select c.blob from records.component c join records.document d on d.id = c.document where d.file = '{file}' limit 1", r => r.GetString(0))).Single()["sha256:".Length..];
        var stored = System.IO.Directory.EnumerateFiles(room.Town.Var, blob, SearchOption.AllDirectories).Single();
        var whole = await System.IO.File.ReadAllBytesAsync(stored, Cancel);
        var before = await Ledger(room);
        foreach (var tampered in (byte[]?[])[[.. whole[..^1], (byte)(whole[^1] ^ 1)], [.. whole, 0], null])
        {
            System.IO.File.Delete(stored);
            if (tampered is not null) await System.IO.File.WriteAllBytesAsync(stored, tampered, Cancel);
            using var refused = await packages.Ask(petra, file, "full");
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("podani.pdf", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
            var (succeeded, left) = await Make(room, desk, file);
            Assert.Equal((false, "předtím"), (succeeded, Encoding.UTF8.GetString(left)));
        }
        Assert.Equal(before, await Ledger(room));
        await System.IO.File.WriteAllBytesAsync(stored, whole, Cancel);
        await packages.AreClean(petra, file);

        static async Task<int> Ledger(OfficeTown room) => (await room.Rows($"select count(*)::int from kernel.ledger where act = '{nameof(MakePackage)}'", r => r.GetInt32(0))).Single();
    }

    // Into a stream that holds something already; what is left in it when nothing was made.
    private static Task<(bool Succeeded, byte[] Bytes)> Make(OfficeTown room, OwnDesk desk, Guid file) => room.As(room.Offices.Who(desk.Office, "Petra"), async scope =>
    {
        using var target = new MemoryStream();
        target.Write("předtím"u8);
        var made = await scope.GetRequiredService<PackageMaker>().MakeAsync(file, PackageKind.Full, target, Cancel);
        return (made.Succeeded, target.ToArray());
    });

    /// <summary>A file with one paper in it, settled.</summary>
    internal static async Task<Guid> Paper(OfficeTown room, OwnDesk desk, string amount, byte[]? scan)
    {
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        using var form = new MultipartFormDataContent();
        if (scan is not null) form.Add(new ByteArrayContent(scan), "Scan", "sken.pdf");
        foreach (var (name, value) in ((string, string)[])[("Sender", "Josef Novák"), ("Matter", "Přihláška psa"), ("Agenda", "local-fees"), ("Amount", amount)]) form.Add(new StringContent(value), name);
        using var received = await petra.PostAsync("/stul/prijem", form, Cancel);
        Assert.Equal(HttpStatusCode.Found, received.StatusCode);
        var document = Guid.Parse(received.Headers.Location!.ToString().Split('/')[^1]);
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Převzít");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Zapsáno do evidence"));
        return await KeepingTests.File(room);
    }

    /// <summary>Adds the output format that closing still waits for.</summary>
    private static async Task Output(HttpClient clerk, Guid file)
    {
        var page = await Page(clerk, $"/stul/spis/{file}");
        var action = page.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).FirstOrDefault(a => a.Contains("/vystup/", StringComparison.Ordinal));
        if (action is null) return;
        using var form = new MultipartFormDataContent { { new ByteArrayContent(SamplePapers.Press.Press(SamplePapers.Plain("Převedeno")).Bytes), "Output", "prevedeno.pdf" } };
        using var answer = await clerk.PostAsync(action, form, Cancel);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }
}
