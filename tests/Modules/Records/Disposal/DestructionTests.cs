using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Disposal;

/// <summary>Not one byte goes before its time, and when its time has come it goes whatever stops the program.</summary>
public sealed class DestructionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // By hand: the archive orders the destruction of everything under the mark S.
    private static async Task<Guid> Ordered(DisposalDesk desk)
    {
        var procedure = await desk.Sent();
        await desk.Act(procedure, "Vše předáno archivu jinak");
        var entities = await desk.Room.Rows($"select entity from records.disposal_item where procedure = '{procedure}'", r => r.GetString(0));
        var list = $"<Seznam xmlns=\"http://www.mvcr.cz/nsesss/v4\" ID=\"s-{procedure}\" identifikatorArchivu=\"{StateArchiveProcess.Code}\" identifikatorPuvodce=\"{StateArchiveProcess.Originator}\" identifikatorSkartacnihoRizeni=\"{procedure}\" datumVytvoreni=\"2033-02-01T10:00:00+01:00\">"
            + string.Concat(entities.Select(e => $"<EntitaSeznamu><Identifikator zdroj=\"Virtuos\">{e}</Identifikator><Operace>zničit</Operace></EntitaSeznamu>")) + "</Seznam>";
        Assert.Equal(302, (await desk.Upload(procedure, list)).Status);
        return procedure;
    }

    [Fact, Contract("D07", Part = "a hold stops a released destruction")]
    public async Task A_hold_put_after_the_release_stops_the_destruction_and_takes_the_release_back()
    {
        await using var desk = await DisposalDesk.Found(wire: false);
        var file = await desk.Closed("901.1");
        desk.Later();
        var procedure = await Ordered(desk);
        await desk.Release(procedure);
        await Press(desk.Petra, await Page(desk.Petra, $"/stul/spis/{file}"), "Pozastavit vyřazení spisu", ("HoldReason", "soudní spor"));
        var stored = desk.Blobs().Count;
        await desk.Destroy();
        Assert.Equal(["ToDestroy"], await desk.States());
        Assert.Equal([(true, true)], await desk.Room.Rows("select asked_at is null, released_at is null from records.disposal_item", r => (r.GetBoolean(0), r.GetBoolean(1))));
        Assert.Equal(stored, desk.Blobs().Count);
        Assert.Contains("Uvolnění ke zničení propadlo", (await Page(desk.Petra, DisposalDesk.Address(procedure))).Body!.TextContent.Replace('\u00a0', ' '), StringComparison.Ordinal);
        using (var held = await desk.Petra.PostAsync(DisposalDesk.Address(procedure, "pozadat"), new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, held.StatusCode);

        var hold = (await desk.Room.Rows("select id from records.legal_hold", r => r.GetGuid(0))).Single();
        await Press(desk.Petra, await Page(desk.Petra, $"/stul/spis/{file}"), "Zrušit pozastavení", (LiftHold.FieldOf(hold), "spor skončil smírem"));
        await desk.Destroy();
        Assert.Equal(["ToDestroy"], await desk.States());
        await desk.Release(procedure);
        await desk.Destroy();
        Assert.Equal(["Destroyed"], await desk.States());
    }

    [Fact, Contract("D07", Part = "four eyes on destruction")]
    public async Task Nobody_releases_what_they_asked_for_and_nobody_else_than_the_entitled_releases()
    {
        await using var desk = await DisposalDesk.Found(wire: false);
        await desk.Closed("901.1");
        desk.Later();
        var procedure = await Ordered(desk);
        await desk.Act(procedure, "Požádat o uvolnění ke zničení");
        foreach (var (who, status) in ((string, HttpStatusCode)[])[("Petra", HttpStatusCode.Conflict), ("Klára", HttpStatusCode.Forbidden), ("Hana", HttpStatusCode.Forbidden)])
            using (var no = await desk.Desk.Browser(who).PostAsync(DisposalDesk.Address(procedure, "uvolnit"), new FormUrlEncodedContent([]), Cancel)) Assert.Equal(status, no.StatusCode);
        using (var mayor = await desk.Mayor.PostAsync(DisposalDesk.Address(procedure, "pozadat"), new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Forbidden, mayor.StatusCode);
        await desk.Destroy();
        Assert.Equal(["ToDestroy"], await desk.States());
        // Past the program, the database says the same.
        foreach (var sql in (string[])["released_at = now(), released_by = asked_by", "state = 'Destroyed', destroyed_at = now()"])
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Room.Rows($"update records.disposal_item set {sql} returning 1", r => 1));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => desk.Room.Rows("delete from records.component returning 1", r => 1));
    }

    [Fact, Contract("D21", Part = "bytes that another document has stay")]
    public async Task Bytes_that_another_file_has_too_stay_for_it()
    {
        await using var desk = await DisposalDesk.Found(wire: false);
        var (gone, stays) = (await desk.Closed("901.1"), await desk.Closed("104.1"));
        var shared = (await desk.Room.Rows($"select c.blob from records.component c join records.document d on d.id = c.document where d.file = '{stays}'", r => r.GetString(0)))
            .Intersect(await desk.Room.Rows($"select c.blob from records.component c join records.document d on d.id = c.document where d.file = '{gone}'", r => r.GetString(0))).ToList();
        Assert.NotEmpty(shared);
        desk.Later();
        var procedure = await Ordered(desk);
        await desk.Release(procedure);
        await desk.Destroy();
        Assert.Equal(["Destroyed"], await desk.States());
        Assert.All(shared, b => Assert.True(desk.Stored(b)));
        Assert.Equal(["Kept"], (await desk.Room.Rows($"select state from records.disposal_blob where blob in ('{string.Join("','", shared)}')", r => r.GetString(0))).Distinct());
        Assert.Equal(["Closed"], await desk.State(procedure));
    }

    [Fact, Contract("D07", Part = "a destruction that was cut off goes on where it stopped")]
    public async Task A_destruction_that_breaks_off_leaves_nothing_half_done_and_goes_on()
    {
        await using var desk = await DisposalDesk.Found(wire: false);
        await desk.Closed("901.1");
        var blobs = await desk.Room.Rows("select distinct c.blob from records.component c join records.document d on d.id = c.document where d.file is not null", r => r.GetString(0));
        desk.Later();
        var procedure = await Ordered(desk);
        await desk.Release(procedure);
        // The line to the database breaks in the middle of the transaction, again and again.
        await desk.Room.Rows("create function records.break_off() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return old; end $$; create trigger break_off before delete on records.component for each row execute function records.break_off(); select 1", r => 1);
        for (var i = 0; i < 2; i++) await desk.Room.Job<DestroyReleased>();
        Assert.Equal(["ToDestroy"], await desk.States());
        Assert.NotEmpty(await desk.Room.Rows("select 1 from records.component", r => 1));
        Assert.Empty(await desk.Room.Rows("select 1 from records.disposal_blob", r => 1));
        Assert.All(blobs, b => Assert.True(desk.Stored(b)));
        await desk.Room.Rows("drop function records.break_off() cascade; select 1", r => 1);

        // Its rows are gone, and the program ends before the store lets go of the bytes.
        var item = (await desk.Room.Rows("select id from records.disposal_item", r => r.GetGuid(0))).Single();
        await using (var scope = desk.Room.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(desk.Room.Offices.First.Id, nameof(DestroyReleased));
            Assert.True(await scope.ServiceProvider.GetRequiredService<Destruction>().Destroy(item, Cancel));
        }
        Assert.All(blobs, b => Assert.True(desk.Stored(b)));
        Assert.Equal(["Proposed"], await desk.State(procedure));
        await desk.Room.Deliver();
        await desk.Destroy();
        Assert.All(blobs, b => Assert.False(desk.Stored(b)));
        Assert.Equal(["Closed"], await desk.State(procedure));
        Assert.Equal(0, (await desk.Room.Rows("select count(*)::int from records.component c join records.document d on d.id = c.document where d.file = (select file from records.disposal_item)", r => r.GetInt32(0))).Single());
    }
}
