using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Outbox;
using Virtuos.Modules.Tests.Services;
using Virtuos.Services;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>What nobody cites goes; everything that anything in the house speaks of stays, whenever it began to be spoken of.</summary>
public sealed class BlobSweepTests : IAsyncLifetime
{
    private FollowedTown place = null!;
    private Pausing store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => place = await FollowedTown.Found(adjust: builder =>
    {
        var real = (IBlobStore)builder.Services.Single(s => s.ServiceType == typeof(IBlobStore)).ImplementationInstance!;
        builder.Services.AddSingleton<IBlobStore>(store = new Pausing(real));
    });

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task A_whole_matter_survives_and_only_what_nobody_cites_goes()
    {
        await place.File(email: "jana@example.cz");
        var call = await place.Call(new DateOnly(2026, 3, 25), new Defect("chip", "Opravte číslo."));
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        await citizen.PostContent(path + "/doplnit", Attaching("očkování"));
        await place.Deliver();
        var (stray, fresh) = (await Stage("nobody sent this"), await Stage("staged a moment ago"));
        Age(except: fresh);
        var all = await Count();

        Assert.Equal(1, await Sweep());
        Assert.Equal(all - 1, await Count());
        Assert.False(await store.Exists(stray, Cancel));
        Assert.True(await store.Exists(fresh, Cancel));
        await foreach (var fault in place.Town.Services.GetRequiredService<BlobAudit>().Audit(null, Cancel)) Assert.Fail(fault.ToString());
        // Not one name of a blob in any column of any table leads nowhere, whoever wrote it there.
        foreach (var name in await EveryNameInTheDatabase()) Assert.True(await store.Exists(BlobHash.Parse(name), Cancel), name);
        Assert.Equal(0, await Sweep());
    }

    [Fact]
    public async Task Bytes_that_travel_in_a_message_stay_until_it_is_delivered()
    {
        await place.File();
        var hash = await Stage("%PDF attachment");
        await place.Town.As(place.Office, async services =>
        {
            var db = services.GetRequiredService<ServicesDb>();
            db.Publish(new MailOrdered(Guid.CreateVersion7(), place.Office, null, "jana@example.cz", "Příloha", "text", null, [new FiledPart(hash.ToString(), "a.pdf", "application/pdf", 1)]), place.Office);
            return await db.SaveChangesAsync(Cancel);
        });
        Age();
        Assert.Equal(0, await Sweep());
        await place.Town.Settle();
        Assert.Equal(0, await Sweep());
        Assert.True(await store.Exists(hash, Cancel));
    }

    [Fact]
    public async Task A_filing_with_the_same_bytes_at_this_very_moment_keeps_them()
    {
        await place.File();
        var hash = await Stage("the same photograph");
        Age();

        // The sweep has found that nobody cites it, and somebody files just then: staged again, cited a little later.
        store.BeforeRemoving = async () => await Stage("the same photograph");
        Assert.Equal(0, await Sweep());
        Assert.True(await store.Exists(hash, Cancel));

        // It is cited between the snapshot and the removal, and was staged long ago.
        Age();
        store.BeforeRemoving = null;
        store.AfterListing = () => place.Town.Scalar<object>("update services.submission set files = jsonb_build_array(jsonb_build_object('Blob', $1, 'Name', 'a', 'MimeType', 'image/jpeg', 'Size', 1))", hash.ToString());
        Assert.Equal(0, await Sweep());
        Assert.True(await store.Exists(hash, Cancel));
    }

    [Fact]
    public async Task Two_hundred_uploads_and_sweeps_at_once_lose_nothing_that_was_promised()
    {
        await place.File();
        using var over = new CancellationTokenSource();
        var sweeping = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested) await Sweep();
        }, Cancel);
        // Old bytes that nobody cites, uploaded again and again while they are being swept.
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 10; i++) await Stage($"stray {i}");
            Age();
            var promised = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Stage($"stray {i}")));
            foreach (var hash in promised) Assert.True(await store.Exists(hash, Cancel));
        }
        await over.CancelAsync();
        await sweeping;
    }

    [Fact]
    public async Task A_database_that_is_not_that_of_the_store_removes_nothing()
    {
        store.Strangers = [.. Enumerable.Range(0, 1500).Select(i => BlobHash.Of(Encoding.ASCII.GetBytes($"{i}")))];
        await Assert.ThrowsAsync<InvalidOperationException>(Sweep);
        Assert.Equal(0, store.Removals);
    }

    [Fact]
    public async Task A_store_that_removes_in_two_steps_brings_back_what_was_filed_in_between()
    {
        await place.File();
        var (filed, stray) = (await Stage("the same photograph"), await Stage("stray"));
        Age();
        store.Unconditional = true;
        store.BeforeRemoving = () => place.Town.Scalar<object>("update services.submission set files = jsonb_build_array(jsonb_build_object('Blob', $1, 'Name', 'a', 'MimeType', 'image/jpeg', 'Size', 1))", filed.ToString());
        await Sweep();
        Assert.True(await store.Exists(filed, Cancel));
        Assert.False(await store.Exists(stray, Cancel));
        Assert.Equal([stray], store.Aside.Keys);

        // What nobody cited for two more days is forgotten.
        store.Aside[stray] = (store.Aside[stray].Bytes, TimeProvider.System.GetUtcNow().AddDays(-3));
        await Sweep();
        Assert.Empty(store.Aside);
        await foreach (var fault in place.Town.Services.GetRequiredService<BlobAudit>().Audit(null, Cancel)) Assert.Fail(fault.ToString());
    }

    [Fact]
    public async Task It_runs_once_a_day()
    {
        await place.File();
        await Stage("stray");
        Age();
        await place.Town.Run<BlobSweep>();
        Assert.Equal(1, store.Listings);
        place.Town.Clock.Advance(TimeSpan.FromHours(1));
        await place.Town.Run<BlobSweep>();
        Assert.Equal(1, store.Listings);
        place.Town.Clock.Advance(TimeSpan.FromDays(1));
        await place.Town.Run<BlobSweep>();
        Assert.Equal(2, store.Listings);
    }

    private Task<long> Sweep() => place.Town.As(null, services => services.GetRequiredService<BlobSweep>().Sweep(Cancel));

    private async Task<BlobHash> Stage(string content) => (await store.Stage(new MemoryStream(Encoding.UTF8.GetBytes(content)), 1000, Cancel)).Hash;

    private async Task<int> Count()
    {
        var count = 0;
        await foreach (var _ in store.All(Cancel)) count++;
        return count;
    }

    // As if everything had been staged three days ago.
    private void Age(BlobHash? except = null)
    {
        foreach (var file in System.IO.Directory.EnumerateFiles(Path.Combine(place.Town.Var, "blobs"), "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == except?.Hex) continue;
            try { File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().AddDays(-3).UtcDateTime); }
            catch (FileNotFoundException) { /* swept meanwhile */ }
        }
    }

    private async Task<string[]> EveryNameInTheDatabase()
    {
        var columns = await place.Town.Scalar<string[]>("""
            select array_agg(format('select m[1] from %I.%I t, regexp_matches(t.%I::text, ''(sha256:[0-9a-f]{64})'', ''g'') m', table_schema, table_name, column_name))
            from information_schema.columns where data_type in ('text', 'jsonb', 'character varying') and table_schema not in ('pg_catalog', 'information_schema') and table_name <> 'outbox'
            -- The hash of a text that lies beside it in the row.
            and (table_schema, table_name, column_name) <> ('services', 'submission', 'hash')
            """);
        return (await place.Town.Scalar<string[]>($"select array_agg(distinct n) from ({string.Join(" union all ", columns!)}) as all_names(n)"))!;
    }

    private static MultipartFormDataContent Attaching(string text)
    {
        var content = new MultipartFormDataContent { { new StringContent("attach"), "act" }, { new StringContent("203098100123457"), "chip" } };
        content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "prilohy", "ockovani.txt");
        return content;
    }

    /// <summary>The real store, with something happening at the worst moment.</summary>
    private sealed class Pausing(IBlobStore inner) : IBlobStore, IRecoverableBlobs
    {
        /// <summary>It removes whatever has been staged meanwhile, and keeps it aside.</summary>
        public bool Unconditional { get; set; }

        public Dictionary<BlobHash, (byte[] Bytes, DateTimeOffset At)> Aside { get; } = [];

        public Func<Task>? BeforeRemoving { get; set; }

        public Func<Task>? AfterListing { get; set; }

        public IReadOnlyList<BlobHash> Strangers { get; set; } = [];

        public int Listings { get; private set; }

        public int Removals { get; private set; }

        public Task<IncomingBlob> Receive(Stream content, long limit, CancellationToken cancel) => inner.Receive(content, limit, cancel);

        public Task<Stream?> Open(BlobHash hash, CancellationToken cancel) => inner.Open(hash, cancel);

        public Task<bool> Exists(BlobHash hash, CancellationToken cancel) => inner.Exists(hash, cancel);

        public Task<bool> Verify(BlobHash hash, CancellationToken cancel) => inner.Verify(hash, cancel);

        public async IAsyncEnumerable<BlobHash> All([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            Listings++;
            await foreach (var hash in inner.All(cancel)) yield return hash;
            foreach (var hash in Strangers) yield return hash;
            if (AfterListing is { } happens) await happens();
        }

        public Task Delete(BlobHash hash, CancellationToken cancel) => inner.Delete(hash, cancel);

        public async Task<bool> DeleteIfStagedBefore(BlobHash hash, DateTimeOffset time, CancellationToken cancel)
        {
            Removals++;
            if (BeforeRemoving is { } happens) await happens();
            if (!Unconditional) return await inner.DeleteIfStagedBefore(hash, time, cancel);
            await using (var content = await inner.Open(hash, cancel))
            {
                using var bytes = new MemoryStream();
                await content!.CopyToAsync(bytes, cancel);
                Aside[hash] = (bytes.ToArray(), TimeProvider.System.GetUtcNow());
            }
            await inner.Delete(hash, cancel);
            return true;
        }

        public async IAsyncEnumerable<RemovedBlob> Removed([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.Yield();
            foreach (var (hash, (_, at)) in Aside.ToList()) yield return new(hash, at);
        }

        public Task Restore(BlobHash hash, CancellationToken cancel) => inner.Stage(new MemoryStream(Aside[hash].Bytes), 1000, cancel);

        public Task Forget(BlobHash hash, CancellationToken cancel)
        {
            Aside.Remove(hash);
            return Task.CompletedTask;
        }
    }
}
