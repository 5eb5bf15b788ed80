using System.Text;
using Npgsql;
using Virtuos.Kernel.Configuration;
using Virtuos.Mailroom;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>The program is killed while it takes e-mail; in the end every message that lay in the mailbox is recorded, and once.</summary>
public sealed class MailboxKillTests
{
    private const string User = "podatelna";
    private const int Messages = 150, Kills = 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("E01", Part = "kill -9 while e-mail is being taken: messages offered = messages recorded")]
    public async Task Messages_offered_are_messages_recorded_after_the_program_was_killed_in_mid_stream()
    {
        await using var imap = await PrivateImapServer.Start(Cancel, User);
        for (var i = 0; i < Messages; i++)
            imap.Deliver(User, Encoding.ASCII.GetBytes($"From: a{i}@example.cz\r\nSubject: Message {i}\r\nMessage-ID: <{i}@example.cz>\r\n\r\n{new string('x', i * 40 % 3000)} {i}\r\n"));
        await using var server = new ServerProcess();
        await server.OpenOffices(Cancel);
        await server.Start(demo: false, Cancel);
        await AddPostbox(server, imap.Port);

        var dice = new Random(9);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = await Count(server, "mailroom.fetched_mail");
            var enough = before + dice.Next(5, 30);
            await Reckoning.Until(async () => await Count(server, "mailroom.fetched_mail") is var now && (now >= enough || now == Messages), "more messages are taken", Cancel);
            await server.Kill();
            if (kill == 1) server.KillDatabase();
            await server.Start(demo: false, Cancel);
        }
        await Reckoning.Until(async () => imap.Count(User) == 0 && await Count(server, "mailroom.incoming_message where state = 'Registered'") == Messages, "all messages are registered", Cancel);
        await Reckoning.Until(async () => await Count(server, "mailroom.fetched_mail where put_away_at is null") == 0, "all are known to be put away", Cancel);
        Assert.Equal(Messages, imap.Count(User, "Done"));
        Assert.Equal(Messages, await Count(server, "mailroom.fetched_mail where state = 'Taken' and put_away_at is not null"));
        Assert.Equal(Messages, await Count(server, "mailroom.incoming_message"));
        Assert.Equal(Messages, await Count(server, "records.document where channel = 'e-mail'"));
    }

    // As the operator's page does it, with the keys of this installation.
    private static async Task AddPostbox(ServerProcess server, int port)
    {
        var postbox = Guid.CreateVersion7();
        var secrets = new PostboxSecrets(new Vault(new KeyRing(Path.Combine(server.Var, "keys"))));
        await using var database = await Open(server);
        await using var insert = new NpgsqlCommand("""
            insert into mailroom.postbox (office, id, address, host, port, security, user_name, password, folder, done_folder, active, created_at)
            select id, $4, 'podatelna@chomutov.cz', '127.0.0.1', $1, 'none', $2, $3, 'INBOX', 'Done', true, now() from directory.office where slug = 'chomutov'
            """, database);
        insert.Parameters.Add(new() { Value = port });
        insert.Parameters.Add(new() { Value = User });
        insert.Parameters.Add(new() { Value = secrets.Protect(postbox, PrivateImapServer.Password) });
        insert.Parameters.Add(new() { Value = postbox });
        Assert.Equal(1, await insert.ExecuteNonQueryAsync(Cancel));
    }

    private static async Task<int> Count(ServerProcess server, string what)
    {
        await using var database = await Open(server);
        await using var count = new NpgsqlCommand($"select count(*) from {what}", database);
        return (int)(long)(await count.ExecuteScalarAsync(Cancel))!;
    }

    private static async Task<NpgsqlConnection> Open(ServerProcess server)
    {
        var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
        await all.ExecuteNonQueryAsync(Cancel);
        return connection;
    }
}
