using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Officials;
using Virtuos.Kernel;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.MovingTowns;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Where an office left: nothing is destroyed before the other side has everything, and then by two people.</summary>
public sealed class ReceiptTests
{
    private const string Page = "/sprava/stehovani";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("J05", Part = "records of a moved office are destroyed after the receipt only, by two administrators, and cannot be written in between"), Requirement("ermsExportPrenos/PrenosPotvrzeni")]
    public async Task After_the_receipt_the_office_is_only_read_and_two_administrators_destroy_it()
    {
        await using var towns = await MovingTowns.Found(lived: true);
        var (here, there) = (towns.Here, towns.There);
        await MakeAdministrator(here, Town.Mayor);
        using var first = await here.SignedIn(Town.Administrator);
        using var second = await here.SignedIn(Town.Mayor);
        using var clerk = await here.SignedIn(Town.FilingRoom);
        var office = await Office(here);

        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.PostAsync($"{Page}/export", null, Cancel)).StatusCode);
        var batch = towns.Path("taken-out.zip");
        using (var taken = await first.PostAsync($"{Page}/export", null, Cancel))
        {
            Assert.Equal("application/zip", taken.Content.Headers.ContentType!.MediaType);
            await File.WriteAllBytesAsync(batch, await taken.Content.ReadAsByteArrayAsync(Cancel), Cancel);
        }
        var arrived = await Import(there, batch);
        Assert.True(arrived.Succeeded, Why(arrived));
        using var theirs = await there.SignedIn(Town.Administrator);
        var move = await there.Scalar<Guid>("select id from records.office_move");
        var receipt = await theirs.GetStringAsync($"{Page}/{move}/potvrzeni.xml", Cancel);
        Assert.Equal(arrived.Value.Receipt, receipt);

        // Not before the receipt: not by the desk, not by the database.
        var mine = await here.Scalar<Guid>("select id from records.office_move");
        Assert.Equal(HttpStatusCode.Conflict, (await first.PostAsync($"{Page}/{mine}/navrhnout", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await first.PostAsync($"{Page}/{mine}/znicit", null, Cancel)).StatusCode);
        foreach (var sql in (string[])["delete from records.component", "delete from records.case_file where state = 'Closed'", $"update records.office_move set state = 'Destroying', confirmed_at = now(), proposed_by = '{Guid.CreateVersion7()}', destroyed_by = '{Guid.CreateVersion7()}', receipt = 'x'", "delete from records.office_move"])
            await Assert.ThrowsAsync<PostgresException>(() => Execute(here, sql, $"{office}"));

        // A receipt that is not for this batch, not for all of it, or not of this content.
        foreach (var (from, to, code) in ((string, string, string)[])
        [
            (arrived.Value.Batch, $"{Guid.CreateVersion7()}", "receipt-batch"), ("<StatusPrenosu>nacteno", "<StatusPrenosu>castecneNacteno", "receipt-partial"), ("StatusPrenosu=\"nacteno\"", "StatusPrenosu=\"nenacteno\"", "receipt-partial"),
            ($"entit {arrived.Value.Entities}", $"entit {arrived.Value.Entities - 1}", "receipt-count"), ("IdEntity=\"", "IdEntity=\"0", "receipt-entity"), ("sha256 ", "sha256 0", "receipt-count"),
            ("<Zdroj>VIRT", "<Zdroj>JINY", "receipt-batch"), ("<PrenosPotvrzeni ", "<!DOCTYPE PrenosPotvrzeni><PrenosPotvrzeni ", "xml"), ("<Poznamka>", "<Navic/><Poznamka>", "shape"),
        ])
        {
            Assert.Contains(from, receipt, StringComparison.Ordinal);
            Assert.Equal($"records.moving.{code}", (await Run<ConfirmMove, ConfirmMoveInput, ConfirmedMove>(here, new(Encoding.UTF8.GetBytes(receipt.Replace(from, to, StringComparison.Ordinal))))).Refusals[0].Code);
        }
        var said = await here.Scalar<string>("select content from records.office_move");
        Assert.Equal("records.moving.receipt-content", (await Run<ConfirmMove, ConfirmMoveInput, ConfirmedMove>(here, new(Encoding.UTF8.GetBytes(receipt.Replace(said!, new string('0', 64), StringComparison.Ordinal))))).Refusals[0].Code);

        using (var answer = await Confirm(first, receipt)) Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("Confirmed", await here.Scalar<string>("select state from records.office_move"));

        // Read, not written: the desk says why, the database refuses whatever comes.
        using (var read = await clerk.GetAsync("/stul/denik", Cancel)) Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        using (var form = new FormUrlEncodedContent([new("Sender", "Josef Novák"), new("Matter", "Pozdě"), new("Agenda", "general")]))
        using (var late = await clerk.PostAsync("/stul/prijem", form, Cancel))
        {
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            Assert.Contains("přestěhovaly do jiné instalace", await late.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        foreach (var sql in (string[])["update records.document set matter = 'x'", "delete from records.step", $"insert into records.register_counter (office, register, year, last) values ('{office}', 'documents', 2099, 1)"])
            Assert.Equal("VR001", (await Assert.ThrowsAsync<PostgresException>(() => Execute(here, sql, $"{office}"))).SqlState);
        Assert.Equal("records.moving.away", (await Run<ExportOffice, ExportOfficeInput, ExportedOffice>(here, new(towns.Path("again.zip")))).Refusals[0].Code);

        // Four eyes, by the act and by the constraint.
        Assert.Equal(HttpStatusCode.SeeOther, (await first.PostAsync($"{Page}/{mine}/navrhnout", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await first.PostAsync($"{Page}/{mine}/znicit", null, Cancel)).StatusCode);
        await Assert.ThrowsAsync<PostgresException>(() => Execute(here, "update records.office_move set state = 'Destroying', destroyed_by = proposed_by, destroyed_at = now()", $"{office}"));
        // Two people, but not to the end: a transaction that stops half-way is none.
        await Assert.ThrowsAsync<PostgresException>(() => Execute(here, $"update records.office_move set state = 'Destroying', destroyed_by = '{Guid.CreateVersion7()}', destroyed_at = now()", $"{office}"));
        Assert.Equal(HttpStatusCode.SeeOther, (await first.PostAsync($"{Page}/{mine}/odvolat", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await second.PostAsync($"{Page}/{mine}/znicit", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await first.PostAsync($"{Page}/{mine}/navrhnout", null, Cancel)).StatusCode);
        Assert.True(await here.Scalar<long>($"select count(*) from records.document where office = '{office}'") > 0);
        Assert.Equal(HttpStatusCode.SeeOther, (await second.PostAsync($"{Page}/{mine}/znicit", null, Cancel)).StatusCode);

        foreach (var table in MovedTables.All.Select(t => t.Name).Distinct())
            Assert.Equal(0L, await here.Scalar<long>($"select count(*) from records.{table} where office = '{office}'"));
        Assert.Equal(0L, await here.Scalar<long>($"select coalesce(sum(n), 0)::bigint from records.work_count where office = '{office}'"));
        // The offices beside it and the ledger stay.
        Assert.True(await here.Scalar<long>($"select count(*) from records.document where office <> '{office}'") > 0);
        Assert.True(await here.Scalar<long>($"select count(*) from kernel.ledger where office = '{office}' and kind = 'Document'") > 0);
        Assert.Equal("Destroyed", await here.Scalar<string>("select state from records.office_move"));
        Assert.Equal("VR001", (await Assert.ThrowsAsync<PostgresException>(() => Execute(here, $"insert into records.register_counter (office, register, year, last) values ('{office}', 'documents', 2099, 1)", $"{office}"))).SqlState);
    }

    [Fact]
    public async Task A_receipt_comes_too_late_when_something_was_changed_since_but_not_when_it_was_read()
    {
        await using var towns = await MovingTowns.Found(lived: true);
        var arrived = await Import(towns.There, await towns.Export(towns.Here, "a.zip"));
        using var clerk = await towns.Here.SignedIn(Town.FilingRoom);
        using (var form = new FormUrlEncodedContent([new("Sender", "Josef Novák"), new("Matter", "Ještě tohle"), new("Agenda", "general")]))
        using (var late = await clerk.PostAsync("/stul/prijem", form, Cancel)) Assert.Equal(HttpStatusCode.Found, late.StatusCode);

        var refused = await Run<ConfirmMove, ConfirmMoveInput, ConfirmedMove>(towns.Here, new(Encoding.UTF8.GetBytes(arrived.Value.Receipt)));
        Assert.Equal("records.moving.changed", refused.Refusals[0].Code);
        // The paper and the counter of its number.
        Assert.Equal(2, refused.Refusals[0].Arguments.Single(a => a.Name == "count").Value);

        await using var again = await MovingTowns.Found(lived: true);
        var second = await Import(again.There, await again.Export(again.Here, "a.zip"));
        var held = (await again.Here.Scalar<string>("select d.id || ' ' || o.email from records.document d join directory.official o on o.id = d.holder where d.office = (select id from directory.office where slug = 'chomutov') and d.state = 'InHand' order by d.id limit 1"))!.Split(' ');
        using var reader = await again.Here.SignedIn(held[1]);
        using (var read = await reader.GetAsync($"/stul/dokument/{held[0]}", Cancel)) Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.True((await Run<ConfirmMove, ConfirmMoveInput, ConfirmedMove>(again.Here, new(Encoding.UTF8.GetBytes(second.Value.Receipt)))).Succeeded);

        // What waits there for a day no longer stops the jobs that go over all offices.
        Assert.True(await again.Here.Scalar<long>($"""
            select (select count(*) from records.completion_call where ended_at is null and office = '{await Office(again.Here)}')
                + (select count(*) from records.own_document where appeal_until is not null and final_on is null and office = '{await Office(again.Here)}')
            """) > 0);
        again.Here.Clock.Advance(TimeSpan.FromDays(40));
        await again.Here.Run<EndPassedCalls>();
        await again.Here.Run<SetLegalForce>();
        await again.Here.Run<DrawParties>();
        await again.Here.Run<KeepDayLogs>();
        await again.Here.Run<FoldCounts>();
    }

    private static async Task<HttpResponseMessage> Confirm(HttpClient browser, string receipt)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(receipt)), "Receipt", "potvrzeni.xml" } };
        return await browser.PostAsync($"{Page}/potvrzeni", form, Cancel);
    }

    private static async Task MakeAdministrator(Town town, string email)
    {
        await town.As(await Office(town), async scope =>
        {
            var official = (await scope.GetRequiredService<IDirectory>().Officials(scope.GetRequiredService<Caller>().Office!.Value, Cancel)).Single(o => o.Email == email);
            var version = (uint)(await town.Scalar<long>("select xmin::text::bigint from directory.official where id = $1", official.Id));
            var changed = await scope.GetRequiredService<ChangeOfficial>().Run(new(official.Id, version, new(official.Name, official.Email, official.Phone, official.Unit, official.Position, [.. official.Roles, Roles.Administrator])), Cancel);
            Assert.True(changed.Succeeded, Why(changed));
            return true;
        });
        await town.Settle();
    }
}
