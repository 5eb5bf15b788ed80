using System.Text;
using Npgsql;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>The program is killed while it fetches and sends; in the end everything offered is recorded and every letter accepted once.</summary>
public sealed class BoxKillTests
{
    private const int Messages = 25, Kills = 4;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("E01", Part = "data box: killed while it fetches and sends, offered = recorded and sent = accepted once")]
    public async Task Offered_and_recorded_sent_and_accepted_agree_after_kills_in_every_step()
    {
        await using var state = new DataBoxesProcess();
        await state.Start(Samples.PathOf("standards/isds/v3.11"), Cancel);
        await state.Box(BoxTown.Own, 10, "Chomutov");
        await state.Box(BoxTown.Citizen, 40, "Jana Tichá");
        await using var server = new ServerProcess();
        server.Environment["VIRTUOS__DATABOXES__ROOTS"] = state.Roots;
        await server.OpenOffices(Cancel);
        await server.Start(demo: false, Cancel);
        var office = await Run<Guid>(server, "select id from directory.office where slug = 'chomutov'");
        await Furnish(server, state, office);

        var random = new Random(18);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = (await state.Look()).Calls.Values.Sum();
            var after = before + random.Next(3, 25);
            await Reckoning.Until(async () => (await state.Look()).Calls.Values.Sum() >= after || await Open(server) == 0, "calls come", Cancel);
            await server.Kill();
            await server.Start(demo: false, Cancel);
        }
        await Reckoning.Until(async () =>
        {
            // A lost answer is trusted to be lost only after a while; the while passes.
            await Run<object>(server, "update mailroom.box_letter set sending_at = sending_at - interval '20 minutes', next_try = now() where state = 'Doubtful'");
            await Run<object>(server, "update mailroom.box_message set next_try = now() where state in ('Offered', 'Recorded')");
            return await Open(server) == 0;
        }, "nothing waits", Cancel);

        var there = (await state.Look()).Messages;
        Assert.Equal(Messages, there.Count(m => m.To == BoxTown.Own && m.State == 7));
        Assert.Equal(Messages, await Run<long>(server, "select count(*) from mailroom.incoming_message where channel = 'data-box'"));
        Assert.Equal(Enumerable.Range(1, Messages).Select(i => $"CH {i}/2026").Order(StringComparer.Ordinal), there.Where(m => m.From == BoxTown.Own).Select(m => m.Number).Order(StringComparer.Ordinal));
        Assert.Equal(Messages, await Run<long>(server, "select count(distinct number) from mailroom.box_letter where state in ('Sent', 'Delivered')"));
        Assert.Equal("", state.Wrong);
    }

    private static Task<long> Open(ServerProcess server) => Run<long>(server, $"select (select count(*) from mailroom.box_letter where state not in ('Sent', 'Delivered')) + {Messages} - (select count(*) from mailroom.box_message where state = 'Marked')");

    private static async Task Furnish(ServerProcess server, DataBoxesProcess state, Guid office)
    {
        var box = Guid.CreateVersion7();
        var locked = new Vault(new KeyRing(Path.Combine(server.Var, "keys"))).Lock("data-boxes", box, Encoding.UTF8.GetBytes(DataBoxesProcess.Password));
        var paper = await new LocalBlobStore(Path.Combine(server.Var, "blobs")).Stage(new MemoryStream("Rozhodnutí"u8.ToArray()), 1000, Cancel);
        for (var i = 1; i <= Messages; i++)
        {
            await state.Send(BoxTown.Citizen, BoxTown.Own, $"Podání {i}", ("podani.txt", Encoding.UTF8.GetBytes($"Podání {i}")));
            await Run<object>(server, $$"""
                insert into mailroom.box_letter (office, id, document, origin, recipient, matter, sender_number, personal_delivery, content, state, ordered_at, next_try)
                values ('{{office}}', '{{Guid.CreateVersion7()}}', '{{Guid.CreateVersion7()}}', '{{Guid.CreateVersion7()}}', '{{BoxTown.Citizen}}', 'Rozhodnutí', 'CH {{i}}/2026', false,
                    '[{"Blob": "{{paper.Hash}}", "Name": "rozhodnuti.txt", "MimeType": "text/plain", "Size": {{paper.Size}}}]', 'Written', now(), now())
                """);
        }
        await Run<object>(server, $"insert into mailroom.data_box (office, id, box, address, big_address, login, user_name, password, is_on, connected_at, changed_at) values ('{office}', '{box}', '{BoxTown.Own}', '{state.Address}', '{state.Address}', 'Password', 'user-{BoxTown.Own}', '\\x{Convert.ToHexString(locked)}', true, now(), now())");
    }

    private static async Task<T> Run<T>(ServerProcess server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
