using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Virtuos.Contracts.Directory;
using Virtuos.Mailroom;
using Virtuos.Modules.Tests.Services;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>Many files at once: as many messages as files, offered again without a second one; and the exchange of files with an older program.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private Town town = null!;
    private Guid office;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        town = await Town.Found(b => b.Logging.AddProvider(new ErrorsShown()), settings: i => i.Exchange.Folder = "vymena");
        office = (await town.As(null, async scope => await scope.GetRequiredService<IDirectory>().OfficeId("chomutov", Cancel)))!.Value;
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact, Contract("E08", Part = "as many messages as files in the archive, each with an end that is told; the archive offered again adds nothing")]
    public async Task An_archive_is_accounted_for_file_by_file()
    {
        var files = Enumerable.Range(1, 150).Select(i => ($"podani/{i:0000}.txt", Encoding.UTF8.GetBytes($"Podání číslo {i}"))).ToList();
        files[17] = ("podani/0018.txt", []);
        files[40] = ("podani/0041.exe", [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xFF, 0xFF]);
        var list = "soubor;odesilatel;vec;cislo\n" + string.Join('\n', files.Select((f, i) => $"{f.Item1};\"Osoba {i}; dlužník\";Žádost {i};Č-{i}"));
        var archive = IntakeWayTests.Zip([.. files, (ArrivalList.Csv, Encoding.UTF8.GetBytes(list))]);
        var first = await Import(archive);
        Assert.Equal((150, 150, 0), (first.Files, first.New, first.Known));
        var again = await Import(archive);
        Assert.Equal((150, 0, 150), (again.Files, again.New, again.Known));

        await town.Run<WorkIntake>();
        await town.Settle();
        var counts = (await town.As(office, async scope => await IntakeCounts.Read(scope.GetRequiredService<MailroomDb>(), office, Cancel))).Single();
        Assert.Equal(("media", 150L, 148L, 2L, 0L), (counts.Channel, counts.Offered, counts.Registered, counts.SetAside, counts.OnWay));
        Assert.Equal(148L, await town.Scalar<long>("select count(distinct reference_number) from records.document where channel = 'media' and party_name like 'Osoba %; dlužník' and sender_number like 'Č-%'"));
        Assert.Equal("empty,program", await town.Scalar<string>("select string_agg(reason, ',' order by reason) from mailroom.incoming_message where state = 'SetAside'"));
        using var room = new Citizen(town, await town.SignedIn(Town.FilingRoom));
        Assert.Contains("150 = 148 zaevidovaných + 0 vrácených + 0 opakovaných + 2 odložených + 0 na cestě", (await room.Get("/stul/dosle")).Body!.TextContent);
    }

    [Fact]
    public async Task What_is_no_archive_is_refused_in_words_and_what_is_one_is_taken_in()
    {
        using var desk = await town.SignedIn(Town.FilingRoom);
        async Task<(System.Net.HttpStatusCode, string)> Upload(byte[] file)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(file), ImportArchive.Field, "archiv.zip" }, { new StringContent("media"), "Channel" } };
            using var answer = await desk.PostAsync("/stul/dosle/nahrat", form, Cancel);
            return (answer.StatusCode, System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)));
        }
        var whole = IntakeWayTests.Zip(("a.txt", Encoding.UTF8.GetBytes("a")), ("b.txt", Encoding.UTF8.GetBytes("b")));
        foreach (var broken in (byte[][])[Encoding.UTF8.GetBytes("to není archiv"), whole[..^30], []])
        {
            var (status, said) = await Upload(broken);
            Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, status);
            Assert.Contains("Vyberte archiv ZIP", said);
        }
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from mailroom.incoming_message"));
        Assert.Contains("Souborů v archivu: 2 = 2 nových zpráv", (await Upload(whole)).Item2);
    }

    [Fact, Contract("D12", Part = "exchange of files: a half-written note waits, a whole one is taken once with a receipt, and the number or the refusal comes back as a file")]
    public async Task An_older_program_hands_files_over_and_gets_receipts_and_numbers()
    {
        var place = Path.Combine(town.Var, "vymena", "chomutov");
        var (into, from) = (System.IO.Directory.CreateDirectory(Path.Combine(place, "in")).FullName, Path.Combine(place, "out"));
        await File.WriteAllTextAsync(Path.Combine(into, "zadost.txt"), "Žádost", Cancel);
        await town.Run<ExchangeFiles>();
        Assert.False(System.IO.Directory.Exists(from));
        await File.WriteAllTextAsync(Path.Combine(into, "zadost.txt.xml"), "<podani><vec>Žádost o slev", Cancel);
        await town.Run<ExchangeFiles>();
        Assert.False(System.IO.Directory.Exists(from));
        var note = "<podani><odesilatel>Starý program</odesilatel><vec>Žádost o slevu</vec><cislo>SP-7</cislo></podani>";
        await File.WriteAllTextAsync(Path.Combine(into, "zadost.txt.xml"), note, Cancel);
        // A note whose file is not whole yet waits too.
        await File.WriteAllTextAsync(Path.Combine(into, "dalsi.xml"), $"<podani><soubor sha256='{new string('0', 64)}'>zla.txt</soubor></podani>", Cancel);
        await File.WriteAllTextAsync(Path.Combine(into, "zla.txt"), "půlka", Cancel);
        await File.WriteAllTextAsync(Path.Combine(into, "prazdno.xml"), "<podani><soubor>prazdno.txt</soubor></podani>", Cancel);
        await File.WriteAllBytesAsync(Path.Combine(into, "prazdno.txt"), [], Cancel);
        await town.Run<ExchangeFiles>();
        Assert.Equal(["prazdno.prijato.xml", "zadost.txt.prijato.xml"], System.IO.Directory.GetFiles(from).Select(Path.GetFileName).Order());
        // The program fell before the file was put away: it is the same message.
        await File.WriteAllTextAsync(Path.Combine(into, "zadost.txt"), "Žádost", Cancel);
        await File.WriteAllTextAsync(Path.Combine(into, "zadost.txt.xml"), note, Cancel);
        await town.Run<ExchangeFiles>();
        Assert.Equal(2L, await town.Scalar<long>("select count(*) from mailroom.incoming_message"));

        await town.Run<WorkIntake>();
        await town.Settle();
        await town.Run<ExchangeFiles>();
        var number = await town.Scalar<string>("select reference_number from records.document where channel = 'directory' and sender_number = 'SP-7'");
        Assert.Equal(number, XElement.Load(Path.Combine(from, "zadost.txt.cislo.xml")).Element("cislo")!.Value);
        Assert.Equal("empty", XElement.Load(Path.Combine(from, "prazdno.odmitnuto.xml")).Attribute("kod")!.Value);
        Assert.Equal(["dalsi.xml", "zla.txt"], System.IO.Directory.GetFiles(into).Select(Path.GetFileName).Order());
    }

    private Task<ImportedArchive> Import(byte[] archive) => town.As(office, async scope =>
        (await scope.GetRequiredService<ImportArchive>().Run(new(office, "media", new MemoryStream(archive)), Cancel)).Value);
}
