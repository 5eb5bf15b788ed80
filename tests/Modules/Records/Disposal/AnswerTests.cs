using System.Text.RegularExpressions;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Disposal;

/// <summary>Lists of the archive that must not be taken: each says why and changes nothing; the same list again changes nothing and is no fault.</summary>
public sealed class AnswerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Entity(string id, string order, string source = "Virtuos") => $"<EntitaSeznamu><Identifikator zdroj=\"{source}\">{id}</Identifikator>{order}</EntitaSeznamu>";

    private static string Operation(string words) => $"<Operace>{words}</Operace>";

    private static string List(Guid procedure, string id, string entities, string originator = StateArchiveProcess.Originator, string archive = StateArchiveProcess.Code, string made = "2033-02-01T10:30:00+01:00") =>
        $"<Seznam xmlns=\"http://www.mvcr.cz/nsesss/v4\" ID=\"{id}\" identifikatorArchivu=\"{archive}\" identifikatorPuvodce=\"{originator}\" identifikatorSkartacnihoRizeni=\"{procedure}\" datumVytvoreni=\"{made}\">{entities}</Seznam>";

    // The file with everything that a procedure remembers of itself; reading it is no change.
    private static async Task<string> Everything(DisposalDesk desk) => string.Join('\n',
        await desk.Room.Rows("select to_jsonb(i)::text from records.disposal_item i union all select to_jsonb(p)::text from records.disposal_procedure p union all select to_jsonb(p)::text from records.disposal_parcel p union all select to_jsonb(a)::text from records.disposal_answer a union all select to_jsonb(s)::text from records.file_step s order by 1", r => r.GetString(0)));

    [Fact, Contract("J06", Part = "lists that are wrong, late, contradictory or not for us change nothing")]
    [Requirement("Seznam"), Requirement("tEntitaSeznamu"), Requirement("tOperace")]
    public async Task A_list_that_cannot_be_taken_says_why_and_changes_nothing()
    {
        await using var desk = await DisposalDesk.Found(wire: false);
        var (first, second) = (await desk.Closed("901.1"), await desk.Closed("51.3"));
        desk.Later();
        var procedure = await desk.Sent();
        await desk.Act(procedure, "Vše předáno archivu jinak");
        var before = await Everything(desk);
        var good = List(procedure, "s-1", Entity($"{first}", Operation("zničit")) + Entity($"{second}", Operation("vybrat za archiválii")));
        (string Xml, string Says)[] wrong =
        [
            ("", "Vyberte soubor"),
            ("není to XML", "není správné XML"),
            ("<!DOCTYPE Seznam [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>" + good, "DTD"),
            ("<!DOCTYPE Seznam SYSTEM \"http://127.0.0.1:9/x.dtd\">" + good, "DTD"),
            (good.Replace("Seznam", "Prehled", StringComparison.Ordinal), "není seznam archivu"),
            (good.Replace(" xmlns=\"http://www.mvcr.cz/nsesss/v4\"", "", StringComparison.Ordinal), "není seznam archivu"),
            (good.Replace("identifikatorArchivu=", "jiny=", StringComparison.Ordinal), "nepatří"),
            (Regex.Replace(good, " datumVytvoreni=\"[^\"]*\"", ""), "datumVytvoreni"),
            (List(procedure, "1s", Entity($"{first}", Operation("zničit"))), "ID = 1s"),
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit")), made: "včera"), "datumVytvoreni = včera"),
            (List(procedure, "s-1", ""), "prázdný"),
            (List(procedure, "s-1", "text" + Entity($"{first}", Operation("zničit"))), "nepatří: text"),
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit") + "<IdentifikatorDA zdroj=\"NDA\">1</IdentifikatorDA>")), "číslo 1"),
            (List(procedure, "s-1", Entity($"{first}", Operation("spálit"))), "Neznámá operace „spálit“"),
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit"), "")), "Identifikator 1"),
            (List(Guid.CreateVersion7(), "s-1", Entity($"{first}", Operation("zničit"))), "k jinému skartačnímu řízení"),
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit")), originator: "PUV-2"), "pro jiného původce"),
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit")), archive: "CZ-XX"), "od jiného archivu"),
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit")), made: "2033-03-01T10:00:00+01:00"), "v budoucnosti"),
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit")), made: "2030-03-01T10:00:00+01:00"), "dřív, než návrh odešel"),
            (List(procedure, "s-1", Entity("jiná", Operation("zničit"), "GINIS")), "není od tohoto úřadu"),
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit")) + Entity($"{Guid.CreateVersion7()}", Operation("zničit"))), "v tomto řízení není"),
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit")) + Entity($"{first}", Operation("vyřadit z výběru"))), "odporuje"),
            (List(procedure, "s-1", Entity($"{first}", "<IdentifikatorDA zdroj=\"NDA\">CZDAX1</IdentifikatorDA>")), "archiv nevybral"),
            (List(procedure, "s-1", "<a><b><c><d><e/></d></c></b></a>"), "zanořený"),
        ];
        foreach (var (xml, says) in wrong)
        {
            var (status, page) = await desk.Upload(procedure, xml);
            Assert.True(status == 422, $"{status}: {xml}");
            Assert.Contains(says, page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
            Assert.Equal(before, await Everything(desk));
        }
        // Everything that is wrong is told at once.
        var many = (await desk.Upload(procedure, List(Guid.CreateVersion7(), "s-1", Entity("jiná", Operation("zničit"), "GINIS"), originator: "PUV-2"))).Page;
        Assert.Equal(3, many.QuerySelectorAll("#errors li").Length);

        Assert.Equal(302, (await desk.Upload(procedure, good)).Status);
        Assert.Equal(["ToDestroy", "ToArchive"], await desk.States());
        before = await Everything(desk);
        Assert.Equal(302, (await desk.Upload(procedure, good)).Status);
        Assert.Equal(302, (await desk.Upload(procedure, good.Replace("<EntitaSeznamu>", "\n  <EntitaSeznamu>", StringComparison.Ordinal))).Status);
        Assert.Equal(before, await Everything(desk));
        foreach (var (xml, says) in ((string, string)[])
        [
            (List(procedure, "s-1", Entity($"{first}", Operation("zničit"))), "jiný seznam"),
            (List(procedure, "s-2", Entity($"{first}", Operation("vybrat za archiválii"))), "odporuje dřívějšímu"),
            (List(procedure, "s-2", Entity($"{second}", Operation("zničit"))), "odporuje dřívějšímu"),
            (List(procedure, "s-2", Entity($"{second}", "<IdentifikatorDA zdroj=\"NDA\">CZDAX1</IdentifikatorDA>")), "ještě neodešel"),
        ])
        {
            var (status, page) = await desk.Upload(procedure, xml);
            Assert.True(status == 422, $"{status}: {xml}");
            Assert.Contains(says, page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
            Assert.Equal(before, await Everything(desk));
        }

        // By hand the package is taken, handed over and confirmed; then the archive's identifier is taken, once for one entity.
        await desk.Turn();
        var page2 = await Page(desk.Petra, DisposalDesk.Address(procedure));
        Assert.Equal("application/zip", (await desk.Petra.GetAsync(page2.QuerySelector("a[href*='/balicek/']")!.GetAttribute("href"), Cancel)).Content.Headers.ContentType!.MediaType);
        await desk.Act(procedure, "Vše předáno archivu jinak");
        Assert.Equal(302, (await desk.Upload(procedure, List(procedure, "s-3", Entity($"{second}", "<IdentifikatorDA zdroj=\"NDA\">CZDAX1</IdentifikatorDA>")))).Status);
        Assert.Equal(["ToDestroy", "Accepted"], await desk.States());
        await desk.Release(procedure);
        await desk.Destroy();
        Assert.Equal(["Closed"], await desk.State(procedure));
        before = await Everything(desk);
        var late = await desk.Upload(procedure, List(procedure, "s-4", Entity($"{first}", Operation("vyřadit z výběru"))));
        Assert.Contains("přišlo pozdě", late.Page.Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal(302, (await desk.Upload(procedure, good)).Status);
        Assert.Equal(before, await Everything(desk));
    }

    [Fact]
    public async Task What_comes_wrong_over_the_wire_is_kept_for_people_and_the_next_one_is_taken()
    {
        await using var desk = await DisposalDesk.Found();
        var file = await desk.Closed("901.1");
        desk.Later();
        var procedure = await desk.Sent();
        await desk.Turn();
        await desk.Archive.Answer(procedure, "<!DOCTYPE x []><Seznam/>", Cancel);
        await desk.Archive.Answer(procedure, List(procedure, "cizi", Entity("1", Operation("zničit"), "GINIS")), Cancel);
        var list = await desk.Archive.Decide(procedure, "S=zničit", Cancel);
        await desk.Archive.Answer(procedure, list, Cancel);
        await desk.Archive.Answer(procedure, List(procedure, "pozde", Entity($"{file}", Operation("vybrat za archiválii"))), Cancel);
        await desk.Turn();
        Assert.Equal(["ToDestroy"], await desk.States());
        var text = (await Page(desk.Petra, DisposalDesk.Address(procedure))).Body!.TextContent.Replace('\u00a0', ' ');
        foreach (var said in (string[])["DTD", "není od tohoto úřadu", "odporuje dřívějšímu"]) Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Equal([1, 3], await desk.Room.Rows("select count(*)::int from records.disposal_answer group by findings = '[]' order by 1", r => r.GetInt32(0)));
    }
}
