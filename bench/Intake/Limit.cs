using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace Virtuos.Intake;

/// <summary>What this machine can do at most: the same bytes hashed, written, synced, and one small row committed per item.</summary>
internal sealed class Limit : IAsyncDisposable
{
    private readonly NpgsqlDataSource source;
    private readonly string folder;
    private readonly int bytes;
    private int runs;

    private Limit(NpgsqlDataSource source, string folder, int bytes) => (this.source, this.folder, this.bytes) = (source, folder, bytes);

    /// <param name="folder">On the volume of the blob store.</param>
    public static async Task<Limit> Prepare(string database, string folder, int bytes)
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 80, MaxAutoPrepare = 5 });
        await using var command = source.CreateCommand("drop table if exists public.bench_limit; create table public.bench_limit (id uuid primary key, hash bytea not null, size bigint not null)");
        await command.ExecuteNonQueryAsync();
        return new(source, folder, bytes);
    }

    /// <summary>Waits until nothing is left to do about earlier filings: it is the work of those.</summary>
    public async Task Rest()
    {
        await using var command = source.CreateCommand("select exists (select from kernel.delivery where parked_at is null)");
        while (await command.ExecuteScalarAsync() is true) await Task.Delay(200);
    }

    /// <returns>Items per second.</returns>
    public async Task<double> Run(int writers, TimeSpan time)
    {
        var place = Directory.CreateDirectory(Path.Combine(folder, "limit", $"{++runs}")).FullName;
        var watch = Stopwatch.StartNew();
        // A thread each: the calls that sync have no waiting form.
        var done = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Factory.StartNew(() => Write(writer, place, watch, time), TaskCreationOptions.LongRunning)));
        // What it wrote is deleted at the end: a file system that has just deleted much makes new files slowly.
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    private int Write(int writer, string place, Stopwatch watch, TimeSpan time)
    {
        var content = new byte[bytes];
        new Random(writer).NextBytes(content);
        using var connection = source.OpenConnection();
        using var command = new NpgsqlCommand("insert into public.bench_limit values ($1, $2, $3)", connection);
        for (var done = 0; ; done++)
        {
            if (watch.Elapsed >= time) return done;
            BitConverter.TryWriteBytes(content, done);
            var hash = SHA256.HashData(content);
            using (var file = new FileStream(Path.Combine(place, Convert.ToHexStringLower(hash)), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 }))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            command.Parameters.Clear();
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = bytes });
            command.ExecuteNonQuery();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (runs > 0) Directory.Delete(Path.Combine(folder, "limit"), recursive: true);
        await using (var command = source.CreateCommand("drop table public.bench_limit")) await command.ExecuteNonQueryAsync();
        await source.DisposeAsync();
    }
}
