using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Virtuos.Host;
using Virtuos.Kernel.Backup;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Personal;
using Virtuos.Mailroom;
using Virtuos.Modules.Tests.Services;
using Virtuos.Services.Confirming;
using Virtuos.Services.Filling;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>Personal data: the register knows all of it, copies are masked, and what has expired is nowhere.</summary>
public sealed class PersonalDataTests : IAsyncLifetime
{
    // Words that stand nowhere else.
    private const string Person = "Nováková", Street = "Lipová", Dog = "Pohodářík";
    private Town town = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => town = await Town.Found();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact, Contract("D21", Part = "the purpose register says of every column that can hold words whether it is personal, what for and how long")]
    public async Task The_register_knows_every_column_that_can_hold_words()
    {
        var register = town.Services.GetRequiredService<PersonalRegister>();
        var columns = (await Tables()).ToLookup(c => c.Table, c => c.Column);
        List<string> wrong = [];
        foreach (var table in columns)
        {
            var known = register.Tables.GetValueOrDefault(table.Key);
            if (known is null) wrong.Add($"{table.Key} is not in the register");
            else if (!known.Rows) wrong.AddRange(table.Except((known.Personal?.Keys ?? []).Concat(known.Plain ?? [])).Select(c => $"{table.Key}.{c} is neither personal nor plain"));
        }
        foreach (var table in register.Tables.Values)
            wrong.AddRange((table.Personal?.Keys ?? []).Concat(table.Plain ?? []).Except(columns[table.Table]).Select(c => $"{table.Table}.{c} is in the register but not in the database"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.All(register.Purposes.Values, p => Assert.All((string[])[p.Name, p.Law, p.Kept], said => Assert.NotEmpty(said)));
    }

    [Fact, Contract("D21", Part = "copies for trials are masked: nobody's words are in them, and they can be brought back")]
    public async Task A_masked_copy_has_nobodys_words_and_comes_back()
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog(Dog, email: "jana.probe@example.cz");
        await citizen.Send();
        await town.Settle();
        Assert.NotEmpty(await Found(Dog));
        var folder = PrivatePostgres.NewFolder("masked");
        try
        {
            var file = Path.Combine(folder, "copy.tar");
            await town.Services.GetRequiredService<BackupWriter>().Write(file, _ => { }, Cancel, town.Services.GetRequiredService<PersonalRegister>());
            var inside = await Unpacked(file);
            // Names of municipalities are public and stay.
        Assert.All((string[])[Dog, "jana.probe", "Jana " + Person, Street + " 12", "601 234 567", "203098100123456"], word => Assert.DoesNotContain(word, inside, StringComparison.OrdinalIgnoreCase));

            var installation = new Installation { Var = Path.Combine(folder, "var") };
            await using var database = House.OpenDatabase(await PrivatePostgres.Shared.NewDatabase());
            await BackupReader.Restore(file, installation, database, House.Blobs(installation), new Migrator(database, House.Modules, NullLogger<Migrator>.Instance), _ => { }, Cancel);
            await using var connection = await database.OpenConnectionAsync(Cancel);
            await using var all = new NpgsqlCommand("select set_config('virtuos.office', '*', false)", connection);
            await all.ExecuteNonQueryAsync(Cancel);
            await using var read = new NpgsqlCommand("select count(*) from records.document d join services.submission s on s.id = d.source where d.party_name like 'Osoba %' and d.reference_number is not null", connection);
            Assert.Equal(1L, await read.ExecuteScalarAsync(Cancel));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact, Contract("D21", Part = "shredding by probe: of a draft that expired nothing is left in any table or blob")]
    public async Task Of_an_expired_draft_nothing_is_left_in_any_table_or_blob()
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog(Dog);
        var staged = await town.Services.GetRequiredService<IBlobStore>().Stage(new MemoryStream(Encoding.UTF8.GetBytes($"{Dog} – očkovací průkaz")), 1000, Cancel);
        await town.Scalar<object>("insert into services.draft_file (id, draft, field, name, mime_type, size, blob, network, at) select gen_random_uuid(), id, 'proof', $1, 'text/plain', 10, $2, network, begun_at from services.draft", $"{Dog}.txt", staged.Hash.ToString());
        Assert.NotEmpty(await Found(Dog));

        town.Clock.Advance(Draft.Life + TimeSpan.FromDays(1));
        await town.Run<ForgetDrafts>();
        await Sweep();
        Assert.Empty(await Found(Dog));
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from services.draft where octet_length(sealed) > 0"));
    }

    [Fact, Contract("D21", Part = "shredding by probe: of a filing that lapsed the portal, the mailroom and the messages hold nothing after their time; the registry keeps it until disposal")]
    public async Task Of_a_lapsed_filing_only_the_registry_holds_anything_after_its_time()
    {
        using var citizen = new Citizen(town);
        await citizen.FillDog(Dog, email: "jana.probe@example.cz");
        await citizen.Send();
        await town.Settle();
        town.Clock.Advance(TimeSpan.FromDays(20));
        await town.Run<LapseUnconfirmed>();
        await town.Settle();
        Assert.Contains(await Found(Dog), place => place.StartsWith("services.submission", StringComparison.Ordinal));
        Assert.Contains(await Found("jana.probe"), place => place.StartsWith("kernel.outbox", StringComparison.Ordinal));

        town.Clock.Advance(TimeSpan.FromDays(ForgetLapsed.Days + 5));
        await town.Run<ForgetLapsed>();
        await town.Scalar<object>("update mailroom.outgoing_mail set sent_at = ordered_at where sent_at is null");
        await town.Run<ForgetMail>();
        await town.Settle();
        await town.Run<ForgetMessages>();
        foreach (var word in (string[])[Dog, "jana.probe"])
            Assert.All((await Found(word)).Where(place => !place.StartsWith("blob", StringComparison.Ordinal)), place => Assert.StartsWith("records.", place, StringComparison.Ordinal));
        Assert.Equal(0L, await town.Scalar<long>("select (select count(*) from services.submission) + (select count(*) from services.matter) + (select count(*) from services.milestone) + (select count(*) from services.watcher) + (select count(*) from kernel.delivery)"));
    }

    [Theory, Contract("D21", Part = "masking in logs")]
    [InlineData("Mail to jana.novakova@mesto.example.cz failed", "Mail to <e-mail> failed")]
    [InlineData("birth number 855503/1234, 8555031234.", "birth number <number>, <number>.")]
    [InlineData("call +420 601 234 567 or +420601234567", "call <phone> or <phone>")]
    [InlineData("GET /podani/q83vEjRWeJq83vEjRWeJq83vEjRWeJq83vEjRWeJq80/kontrola 500", "GET /podani/<key>/kontrola 500")]
    [InlineData("Job SendMail took 1234 ms, sha256 3b1c, 2026-11-20 MMCH 123456/2026", "Job SendMail took 1234 ms, sha256 3b1c, 2026-11-20 MMCH 123456/2026")]
    public void A_line_of_the_log_says_of_nobody_who_they_are(string line, string masked) => Assert.Equal(masked, LogMask.Clean(line));

    // What can hold words, in every table of ours.
    private async Task<List<(string Table, string Column)>> Tables()
    {
        var found = await town.Scalar<string[]>("""
            select array_agg(n.nspname || '.' || c.relname || ' ' || a.attname order by 1) from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.atttypid::regtype::text in ('text', 'text[]', 'jsonb', 'json', 'bytea', 'tsvector')
                and n.nspname not like 'pg\_%' and n.nspname not in ('information_schema', 'public')
            """);
        return found!.Select(f => f.Split(' ')).Select(f => (f[0], f[1])).ToList();
    }

    // Every table as text, and every blob as its bytes and as what a reader takes from it.
    private async Task<List<string>> Found(string word)
    {
        List<string> places = [];
        foreach (var table in (await Tables()).Select(t => t.Table).Distinct())
            if (await town.Scalar<long>($"select count(*) from {table} t where t::text ilike $1", $"%{word}%") is > 0 and var count) places.Add($"{table}: {count}");
        var blobs = town.Services.GetRequiredService<IBlobStore>();
        await foreach (var hash in blobs.All(Cancel))
        {
            await using var content = (await blobs.Open(hash, Cancel))!;
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, Cancel);
            if (Encoding.UTF8.GetString(bytes.ToArray()).Contains(word, StringComparison.OrdinalIgnoreCase)) places.Add($"blob {hash}");
        }
        return places;
    }

    // The store notes real time and keeps what is young.
    private async Task Sweep()
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(Path.Combine(town.Var, "blobs"), "*", SearchOption.AllDirectories)) File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-10));
        await town.Services.CreateScope().ServiceProvider.GetRequiredService<BlobSweep>().Sweep(Cancel);
    }

    private static async Task<string> Unpacked(string file)
    {
        var all = new StringBuilder();
        await using var stream = File.OpenRead(file);
        await using var tar = new TarReader(stream);
        while (await tar.GetNextEntryAsync(cancellationToken: Cancel) is { } entry)
        {
            Assert.False(entry.Name.StartsWith("keys/", StringComparison.Ordinal) || entry.Name.StartsWith("blobs/", StringComparison.Ordinal), entry.Name);
            if (entry.DataStream is not { } data) continue;
            await using Stream content = entry.Name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(data, CompressionMode.Decompress, leaveOpen: true) : data;
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, Cancel);
            all.Append(Encoding.UTF8.GetString(bytes.ToArray()));
        }
        return all.ToString();
    }
}
