using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Outbox;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel;

/// <summary>Exactly once, in order, and a failure that blocks nobody else.</summary>
public class OutboxTests
{
    internal sealed record Stone(Guid Subject, int Number, int FailUntil) : IEvent;

    internal sealed class Pebble
    {
        public Guid Id { get; init; } = Guid.CreateVersion7();

        public Guid Subject { get; init; }

        public int Number { get; init; }
    }

    internal sealed class HeapDb(DbContextOptions<HeapDb> options, DbGround ground) : ModuleDb(options, ground, "heap")
    {
        protected override void Map(ModelBuilder model) => model.Entity<Pebble>();
    }

    /// <summary>Fails as often as the stone says, each time after it has already written.</summary>
    internal sealed class Gather(HeapDb db, Failures failures) : IHandle<Stone>
    {
        public async Task Handle(Stone message, CancellationToken cancel)
        {
            db.Add(new Pebble { Subject = message.Subject, Number = message.Number });
            await db.SaveChangesAsync(cancel);
            if (failures.Next(message) < message.FailUntil) throw new InvalidOperationException("not yet");
        }
    }

    internal sealed class Failures
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<(Guid, int), int> tries = new();

        public int Next(Stone stone) => tries.AddOrUpdate((stone.Subject, stone.Number), 0, (_, n) => n + 1);
    }

    internal sealed record Wall(Guid Subject) : IEvent;

    internal sealed class Gate
    {
        public TaskCompletionSource Open { get; } = new();
    }

    /// <summary>A stranger who does not answer.</summary>
    internal sealed class Linger(Gate gate) : IHandle<Wall>
    {
        public Task Handle(Wall message, CancellationToken cancel) => gate.Open.Task.WaitAsync(cancel);
    }

    private static async Task<Town> Heap()
    {
        var town = await Town.Found(builder => builder.Services.AddModuleDb<HeapDb>().AddSingleton<Failures>().AddHandler<HeapDb, Stone, Gather>().AddSingleton<Gate>().AddHandler<HeapDb, Wall, Linger>(outside: true));
        await town.Scalar<object>("create schema heap; create table heap.pebble (id uuid primary key, subject uuid not null, number int not null, seq bigint generated always as identity)");
        return town;
    }

    private static Task Throw(Town town, params Stone[] stones) => town.As<object?>(Guid.CreateVersion7(), async scope =>
    {
        var db = scope.GetRequiredService<HeapDb>();
        // One save: the order of publishing is kept within it too.
        foreach (var stone in stones) db.Publish(stone);
        await db.SaveChangesAsync();
        return null;
    });

    private static async Task<IEnumerable<int>?> Gathered(Town town, Guid subject) => await town.Scalar<int[]>("select array_agg(number order by seq) from heap.pebble where subject = $1", subject);

    [Fact]
    public async Task Every_message_takes_effect_exactly_once_and_in_order()
    {
        await using var town = await Heap();
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Throw(town, [.. Enumerable.Range(0, 20).SelectMany(n => (Stone[])[new(a, n, 0), new(b, n, 0)])]);

        // Several dispatchers at once, as several nodes.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => town.Services.GetRequiredService<Dispatcher>().Drain(default)));
        await town.Settle();

        Assert.Equal(Enumerable.Range(0, 20), await Gathered(town, a));
        Assert.Equal(Enumerable.Range(0, 20), await Gathered(town, b));
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from kernel.delivery"));
    }

    [Fact]
    public async Task A_failing_message_leaves_nothing_behind_and_is_tried_again_after_a_pause()
    {
        await using var town = await Heap();
        var subject = Guid.CreateVersion7();
        await Throw(town, new Stone(subject, 1, 2));

        await town.Settle();
        Assert.Null(await Gathered(town, subject));
        town.Clock.Advance(TimeSpan.FromSeconds(2));
        await town.Settle();
        Assert.Null(await Gathered(town, subject));
        town.Clock.Advance(TimeSpan.FromSeconds(6));
        await town.Settle();

        Assert.Equal(Enumerable.Range(1, 1), await Gathered(town, subject));
    }

    [Fact]
    public async Task A_failing_message_holds_back_its_own_subject_only_and_is_parked_in_the_end()
    {
        await using var town = await Heap();
        var (bad, good) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Throw(town, new Stone(bad, 1, int.MaxValue), new Stone(bad, 2, 0), new Stone(good, 1, 0));

        for (var day = 0; day < 10; day++)
        {
            await town.Settle();
            town.Clock.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal(Enumerable.Range(1, 1), await Gathered(town, good));
        Assert.Null(await Gathered(town, bad));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from kernel.delivery where parked_at is not null and error like '%not yet%'"));
        Assert.Equal(2L, await town.Scalar<long>("select count(*) from kernel.delivery"));
    }

    [Fact]
    public async Task Strangers_who_do_not_answer_hold_up_nothing_of_the_house()
    {
        await using var town = await Heap();
        var subject = Guid.CreateVersion7();
        await town.As<object?>(Guid.CreateVersion7(), async scope =>
        {
            var db = scope.GetRequiredService<HeapDb>();
            for (var i = 0; i < 10; i++) db.Publish(new Wall(Guid.CreateVersion7()));
            for (var i = 0; i < 10; i++) db.Publish(new Stone(subject, i, 0));
            await db.SaveChangesAsync();
            return null;
        });
        var dispatcher = town.Services.GetRequiredService<Dispatcher>();
        await dispatcher.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            for (var tries = 0; tries < 400 && (await Gathered(town, subject))?.Count() != 10; tries++) await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Enumerable.Range(0, 10), await Gathered(town, subject));
            Assert.Equal(10L, await town.Scalar<long>("select count(*) from kernel.delivery"));
            town.Services.GetRequiredService<Gate>().Open.SetResult();
            for (var tries = 0; tries < 400 && await town.Scalar<long>("select count(*) from kernel.delivery") > 0; tries++) await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0L, await town.Scalar<long>("select count(*) from kernel.delivery"));
        }
        finally
        {
            await dispatcher.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Two_nodes_share_the_deliveries_and_each_takes_effect_once_and_in_order()
    {
        await using var town = await Heap();
        var subjects = Enumerable.Range(0, 12).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var number in Enumerable.Range(0, 6)) await Throw(town, [.. subjects.Select(s => new Stone(s, number, 0))]);
        List<Dispatcher> nodes = [.. Enumerable.Range(0, 2).Select(_ => ActivatorUtilities.CreateInstance<Dispatcher>(town.Services))];
        try
        {
            foreach (var node in nodes) await node.StartAsync(TestContext.Current.CancellationToken);
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            for (var tries = 0; tries < 600 && await town.Scalar<long>("select count(*) from kernel.delivery") > 0; tries++) await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            foreach (var subject in subjects) Assert.Equal(Enumerable.Range(0, 6), await Gathered(town, subject));
        }
        finally
        {
            foreach (var node in nodes) await node.StopAsync(TestContext.Current.CancellationToken);
            foreach (var node in nodes) node.Dispose();
        }
    }

    [Fact]
    public async Task What_was_published_while_the_clock_was_ahead_is_delivered_when_it_is_put_back()
    {
        await using var town = await Heap();
        var (subject, now) = (Guid.CreateVersion7(), town.Clock.GetUtcNow());
        town.Clock.Advance(TimeSpan.FromDays(1));
        await Throw(town, new Stone(subject, 1, 1), new Stone(subject, 2, 0));
        await town.Services.GetRequiredService<Dispatcher>().Drain(TestContext.Current.CancellationToken);
        town.Clock.Set(now);
        await town.Services.GetRequiredService<Dispatcher>().Drain(TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], await Gathered(town, subject));
    }

    [Fact]
    public async Task An_order_without_anybody_to_carry_it_out_is_a_bug_at_once()
    {
        await using var town = await Heap();

        await Assert.ThrowsAsync<InvalidOperationException>(() => town.As<object?>(Guid.CreateVersion7(), scope =>
        {
            scope.GetRequiredService<HeapDb>().Publish(new Orphan(Guid.Empty));
            return Task.FromResult<object?>(null);
        }));
    }

    internal sealed record Orphan(Guid Subject) : IOrder;
}
