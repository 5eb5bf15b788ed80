using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Ledger;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;
using Virtuos.Modules.Tests.Kernel.OpenNorms;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Disposal;

/// <summary>Disposal procedures from the proposal to the certificate, with the archive's portal as a process of its own.</summary>
public sealed class ProcedureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D07", Part = "disposal procedure with the archive, four eyes and a certificate of destruction"), Contract("J06", Part = "answers by item, full packages, identifiers of the archive"), Contract("D21", Part = "shredding of bytes, search index and copies in the portal, looked for in the store")]
    public async Task Files_go_to_the_archive_or_are_destroyed_and_nothing_goes_before_its_confirmation()
    {
        await using var desk = await DisposalDesk.Found();
        var (destroyed, archived) = (await desk.Closed("901.1"), await desk.Closed("51.3"));
        var blobs = (await desk.Room.Rows("select c.blob from records.component c join records.document d on d.id = c.document where d.file is not null", r => r.GetString(0))).Distinct().ToList();
        Assert.NotEmpty(blobs);
        var ledger = await Entries(desk);
        desk.Later();
        var procedure = await desk.Sent();
        Assert.Contains("SR-PRV 1/2033", (await Page(desk.Petra, "/stul/skartace/rizeni")).Body!.TextContent, StringComparison.Ordinal);
        await Page(desk.Desk.Browser("Klára"), DisposalDesk.Address(procedure), HttpStatusCode.Forbidden);
        await Page(desk.Room.Browser(desk.Room.Offices.Who(desk.Room.Offices.Second, "Petra")), DisposalDesk.Address(procedure), HttpStatusCode.NotFound);

        await desk.Turn();
        Assert.Equal("", desk.Archive.Wrong);
        Assert.Equal(["navrh", "metadata", "metadata"], desk.Archive.Received.Select(p => p.Kind));
        Assert.Equal(["Proposed", "Proposed"], await desk.States());
        var page = await Page(desk.Petra, DisposalDesk.Address(procedure));
        Assert.Contains("Archiv rozhoduje o 2 spisech", Text(page), StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("main button"), b => b.TextContent.Contains("uvolnění", StringComparison.Ordinal));

        await desk.Archive.Decide(procedure, "S=zničit;A=vybrat za archiválii", Cancel);
        await desk.Turn();
        Assert.Equal(["ToDestroy", "ToArchive"], await desk.States());
        Assert.Equal(["archivalie"], desk.Archive.Received.Skip(3).Select(p => p.Kind));
        Assert.Equal("", desk.Archive.Wrong);

        // The one that the archive has not taken over yet is not even asked for.
        await desk.Act(procedure, "Požádat o uvolnění ke zničení");
        Assert.Equal([(true, false), (false, false)], await desk.Room.Rows("select asked_at is not null, released_at is not null from records.disposal_item order by file_mark", r => (r.GetBoolean(0), r.GetBoolean(1))));
        await desk.Destroy();
        Assert.All(blobs, b => Assert.True(desk.Stored(b)));

        await desk.Archive.Accept(procedure, Cancel);
        await desk.Turn();
        Assert.Equal(["ToDestroy", "Accepted"], await desk.States());
        page = await desk.Act(procedure, "Požádat o uvolnění ke zničení");
        using (var same = await desk.Petra.PostAsync(DisposalDesk.Address(procedure, "uvolnit"), new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, same.StatusCode);
        await desk.Destroy();
        Assert.All(blobs, b => Assert.True(desk.Stored(b)));
        await desk.Act(procedure, "Uvolnit ke zničení", desk.Mayor);
        await desk.Destroy();

        Assert.Equal(["Destroyed", "Destroyed"], await desk.States());
        Assert.All(blobs, b => Assert.False(desk.Stored(b)));
        Assert.Equal(["Closed"], await desk.State(procedure));
        Assert.Equal([0], await desk.Room.Rows($"select count(*)::int from records.component c join records.document d on d.id = c.document where d.file in ('{destroyed}', '{archived}')", r => r.GetInt32(0)));
        Assert.Equal([0], await desk.Room.Rows($"select count(*)::int from records.finding f join records.document d on d.id = f.document where d.file in ('{destroyed}', '{archived}')", r => r.GetInt32(0)));
        Assert.Equal([("", "[]", true)], await desk.Room.Rows("select distinct filing, files::text, paper is null from services.submission", r => (r.GetString(0), r.GetString(1), r.GetBoolean(2))));

        // The register keeps its row of numbers, the file tells where it went, and the chain still holds.
        Assert.All(await desk.Room.Rows("select count(*)::int, max(number), min(number) from records.document where number is not null group by year", r => (r.GetInt32(0), r.GetInt32(1), r.GetInt32(2))), n => Assert.Equal((n.Item1, 1), (n.Item2, n.Item3)));
        Assert.Contains("CZDAX", Text(await Page(desk.Petra, $"/stul/spis/{archived}")), StringComparison.Ordinal);
        Assert.Contains("Zničen", Text(await Page(desk.Petra, $"/stul/spis/{destroyed}")), StringComparison.Ordinal);
        Assert.True(await Entries(desk) > ledger);
        Assert.Equal(2, (await desk.Room.Rows("select 1 from kernel.ledger where deed = 'deleted' and kind = 'Component'", r => 1)).Count);

        await desk.Room.Job<LedgerSealer>();
        // Checkpoints of the town from which this one was copied are signed by other keys.
        await foreach (var fault in desk.Room.Services.GetRequiredService<LedgerAudit>().Audit([], Cancel))
            if (fault.Kind != "signature") Assert.Fail($"{fault}");
        await foreach (var fault in desk.Room.Services.GetRequiredService<BlobAudit>().Audit(null, Cancel)) Assert.Fail($"{fault}");

        var certificate = await desk.Petra.GetByteArrayAsync(DisposalDesk.Address(procedure, "protokol.pdf"), Cancel);
        foreach (var paper in (byte[][])[certificate, await desk.Petra.GetByteArrayAsync(DisposalDesk.Address(procedure, "navrh.pdf"), Cancel)])
        {
            Assert.True(SealVerification.Verify(paper) is { State: SealState.Intact, Stamp.Holds: true });
            Assert.Empty(NormSchemas.Faults(PaperAttachments.Of(paper).Last(), NormSchemas.Document));
        }
        Assert.Equal(2, (await desk.Room.Rows("select 1 from records.document d join records.disposal_procedure p on p.file = d.file", r => 1)).Count);
        Assert.Contains("Zálohy pořízené před zničením", Text(await Page(desk.Petra, DisposalDesk.Address(procedure))), StringComparison.Ordinal);
        Assert.Equal(0, await KeepingTests.Proposable(desk.Room, 2033));
        foreach (var (file, act, field) in ((Guid, string, string)[])[(destroyed, "pozastaveni", "HoldReason"), (destroyed, "otevrit", "ReopenReason")])
            using (var late = await desk.Petra.PostAsync($"/stul/spis/{file}/{act}", new FormUrlEncodedContent([new(field, "soudní spor")]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
    }

    [Fact, Contract("J06", Part = "sampling and return")]
    public async Task What_is_sampled_gets_a_full_package_and_what_is_returned_goes_back_with_the_reason()
    {
        await using var desk = await DisposalDesk.Found();
        await desk.Closed("901.1");
        desk.Later();
        var procedure = await desk.Sent();
        await desk.Turn();
        await desk.Archive.Decide(procedure, "S=předložit k výběru", Cancel);
        await desk.Turn();
        Assert.Equal(["Asked"], await desk.States());
        Assert.Equal(["navrh", "metadata", "k-vyberu"], desk.Archive.Received.Select(p => p.Kind));
        await desk.Archive.Decide(procedure, "S=vyřadit z výběru", Cancel, "Věc ještě potřebujete, běží soudní spor.");
        await desk.Turn();
        Assert.Equal(["Returned"], await desk.States());
        var page = await Page(desk.Petra, DisposalDesk.Address(procedure));
        Assert.Contains("Věc ještě potřebujete, běží soudní spor.", Text(page), StringComparison.Ordinal);
        var item = (await desk.Room.Rows("select id from records.disposal_item", r => r.GetGuid(0))).Single();
        Assert.Contains("Napište rok od 2034", Text(await Press(desk.Petra, page, "Zapsat nový rok", ($"KeepYear-{item}", "2033"), ($"KeepReason-{item}", "soudní spor"))), StringComparison.Ordinal);
        await desk.Act(procedure, "Zapsat nový rok", null, ($"KeepYear-{item}", "2036"), ($"KeepReason-{item}", "soudní spor"));
        Assert.Equal(0, await KeepingTests.Proposable(desk.Room, 2035));
        Assert.Equal(1, await KeepingTests.Proposable(desk.Room, 2036));
        // Nothing was destroyed, so there is nothing to certify.
        await desk.Destroy();
        Assert.Equal(["Closed"], await desk.State(procedure));
        Assert.Equal([true], await desk.Room.Rows("select certificate is null from records.disposal_procedure", r => r.GetBoolean(0)));
    }

    [Fact, Contract("J06", Part = "faults and repair")]
    public async Task What_is_sent_back_for_repair_goes_again_or_into_another_procedure()
    {
        await using var desk = await DisposalDesk.Found();
        await desk.Closed("901.1");
        await desk.Closed("901.1");
        desk.Later();
        var procedure = await desk.Sent();
        await desk.Archive.Fail("ok repair repair", Cancel);
        await desk.Turn();
        var page = await Page(desk.Petra, DisposalDesk.Address(procedure));
        Assert.Contains("popis věci je nečitelný", Text(page), StringComparison.Ordinal);
        Assert.Contains("2 balíčky jsou k opravě", Text(page), StringComparison.Ordinal);
        var items = await desk.Room.Rows("select id from records.disposal_item order by file_mark", r => r.GetGuid(0));
        using (var again = await desk.Petra.PostAsync(DisposalDesk.Address(procedure, $"polozka/{items[0]}/znovu"), new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Found, again.StatusCode);
        using (var left = await desk.Petra.PostAsync(DisposalDesk.Address(procedure, $"polozka/{items[1]}/vynechat"), new FormUrlEncodedContent([new($"LeaveOut-{items[1]}", "popis se opraví")]), Cancel)) Assert.Equal(HttpStatusCode.Found, left.StatusCode);
        await desk.Turn();
        Assert.Equal(["navrh", "metadata"], desk.Archive.Received.Select(p => p.Kind));
        var second = await desk.Sent();
        await desk.Turn();
        Assert.Equal(["Proposed", "LeftOut", "Proposed"], await desk.States());
        await desk.Archive.Decide(second, "S=zničit", Cancel);
        await desk.Turn();
        Assert.Equal(["Proposed", "LeftOut", "ToDestroy"], await desk.States());
    }

    [Fact, Contract("J06", Part = "an archive that is away, and lost answers")]
    public async Task An_archive_that_is_away_or_loses_its_answer_only_makes_things_wait()
    {
        await using var desk = await DisposalDesk.Found();
        await desk.Closed("51.3");
        desk.Later();
        await desk.Archive.Stop();
        var procedure = await desk.Sent();
        await desk.Turn();
        Assert.Contains("cannot be reached", Text(await Page(desk.Petra, DisposalDesk.Address(procedure))), StringComparison.Ordinal);
        await desk.Archive.Start(Samples.PathOf("standards/nsesss/archive-validator-schemas"), Cancel);
        await desk.Archive.Fail("lose drop maintenance lose", Cancel);
        for (var i = 0; i < 8; i++)
        {
            desk.Set(desk.Room.Clock.GetUtcNow() + TimeSpan.FromHours(3));
            await desk.Turn();
        }
        Assert.Equal("Proposal Sent, Metadata Sent", string.Join(", ", await desk.Room.Rows("select kind || ' ' || state || coalesce(said, '') from records.disposal_parcel where state <> 'Withdrawn' order by kind desc", r => r.GetString(0))));
        Assert.True(desk.Archive.Received.Count == 2, string.Join(", ", desk.Archive.Received.Select(r => r.Name)) + desk.Archive.Wrong);
        await desk.Archive.Decide(procedure, "A=vybrat za archiválii", Cancel);
        await desk.Archive.Fail("lose", Cancel);
        await desk.Turn();
        Assert.Equal(["ToArchive"], await desk.States());
        // It has the package although its word of that was lost, and says under what: that decides.
        await desk.Archive.Accept(procedure, Cancel);
        await desk.Turn();
        Assert.Equal(["Accepted"], await desk.States());
        Assert.Equal(3, desk.Archive.Received.Count);
        Assert.Equal("", desk.Archive.Wrong);
    }

    [Fact]
    public async Task Two_proposals_at_once_never_hold_the_same_file()
    {
        await using var desk = await DisposalDesk.Found(wire: false);
        for (var i = 0; i < 3; i++) await desk.Closed("901.1");
        desk.Later();
        var petra = desk.Room.Offices.Who(desk.Room.Offices.First, "Petra");
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.Room.Run<OpenProcedure, Virtuos.Kernel.Done, Guid>(petra, default)));
        Assert.Single(results, r => r.Succeeded);
        Assert.All(results.Where(r => !r.Succeeded), r => Assert.Contains(r.Refusals[0].Code, (string[])["records.procedure.met-another", "records.procedure.nothing-due"]));
        Assert.Equal([3], await desk.Room.Rows("select count(*)::int from records.disposal_item", r => r.GetInt32(0)));
        Assert.Equal([1], await desk.Room.Rows("select last from records.register_counter where register = 'disposal'", r => r.GetInt32(0)));
        // The database itself refuses a second one.
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Room.Rows("insert into records.disposal_item select office, gen_random_uuid(), procedure, file, volume, entity, source, file_mark, matter, filing_mark, retention, retention_years, discard_year, documents, components, bytes, state from records.disposal_item limit 1 returning 1", r => 1));
    }

    private static Task<int> Entries(DisposalDesk desk) => Count(desk, "select count(*)::int from kernel.ledger");

    private static async Task<int> Count(DisposalDesk desk, string sql) => (await desk.Room.Rows(sql, r => r.GetInt32(0))).Single();

    private static string Text(AngleSharp.Html.Dom.IHtmlDocument page) => page.Body!.TextContent.Replace('\u00a0', ' ');
}
