using System.Security.Cryptography;
using Virtuos.Kernel.Blobs;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Blobs;

/// <summary>What every store promises; the classes below run it on each of them.</summary>
public abstract class BlobStoreTests : IAsyncLifetime
{
    private IBlobStore? _store;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected string Folder { get; } = PrivatePostgres.NewFolder("blobs");

    protected IBlobStore Store => _store!;

    /// <summary>Where unfinished bytes lie.</summary>
    protected abstract string Spool { get; }

    public async ValueTask InitializeAsync() => _store = await Open();

    public virtual ValueTask DisposeAsync()
    {
        (_store as IDisposable)?.Dispose();
        System.IO.Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected abstract Task<IBlobStore> Open();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128 * 1024)]
    [InlineData(20 * 1024 * 1024 + 7)]
    public async Task What_is_staged_can_be_read_back_byte_by_byte(int size)
    {
        var content = RandomNumberGenerator.GetBytes(size);
        var staged = await Store.Stage(new DropStream(content), size, Cancel);
        Assert.Equal(BlobHash.Of(content), staged.Hash);
        Assert.Equal(size, staged.Size);
        Assert.True(await Store.Exists(staged.Hash, Cancel));
        Assert.True(await Store.Verify(staged.Hash, Cancel));
        await using var read = (await Store.Open(staged.Hash, Cancel))!;
        using var copy = new MemoryStream();
        await read.CopyToAsync(copy, Cancel);
        Assert.Equal(content, copy.ToArray());
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_missing()
    {
        var hash = BlobHash.Of("never stored"u8);
        Assert.Null(await Store.Open(hash, Cancel));
        Assert.False(await Store.Exists(hash, Cancel));
        Assert.False(await Store.Verify(hash, Cancel));
        await Store.Delete(hash, Cancel);
        Assert.False(await Store.DeleteIfStagedBefore(hash, DateTimeOffset.MaxValue, Cancel));
    }

    [Fact]
    public async Task One_byte_over_the_limit_is_refused_and_nothing_stays()
    {
        var refusal = await Assert.ThrowsAsync<BlobTooLargeException>(() => Store.Stage(new DropStream(new byte[1_000_001]), 1_000_000, Cancel));
        Assert.Equal(1_000_000, refusal.Limit);
        await NothingStays();
    }

    [Fact]
    public async Task A_sender_who_hangs_up_or_a_cancelled_request_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => Store.Stage(new DropStream(new byte[500_000]) { FailsAfter = 300_000 }, long.MaxValue, Cancel));
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Store.Stage(new DropStream(new byte[500_000]) { After = (200_000, source.Cancel) }, long.MaxValue, source.Token));
        await NothingStays();
    }

    [Fact]
    public async Task Fifty_writers_of_the_same_bytes_make_one_blob()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);
        await Parallel.ForEachAsync(Enumerable.Range(0, 50), new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = Cancel }, async (_, cancel) =>
        {
            var staged = await Store.Stage(new DropStream(content), content.Length, cancel);
            await WhileOthersWrite(staged.Hash, cancel);
        });
        Assert.Equal([BlobHash.Of(content)], await All());
        Assert.True(await Store.Verify(BlobHash.Of(content), Cancel));
        Assert.Empty(System.IO.Directory.EnumerateFiles(Spool));
    }

    /// <summary>What must already hold for a writer that has finished.</summary>
    protected virtual Task WhileOthersWrite(BlobHash hash, CancellationToken cancel) => Task.CompletedTask;

    [Fact]
    public async Task Every_blob_is_listed_and_a_deleted_one_no_more()
    {
        var hashes = new List<BlobHash>();
        for (var i = 0; i < 20; i++)
            hashes.Add((await Store.Stage(new MemoryStream([(byte)i]), 1, Cancel)).Hash);
        Assert.Equal(hashes.Order(Comparer<BlobHash>.Create(ByText)), (await All()).Order(Comparer<BlobHash>.Create(ByText)));
        await Store.Delete(hashes[0], Cancel);
        Assert.DoesNotContain(hashes[0], await All());
        Assert.Null(await Store.Open(hashes[0], Cancel));
    }

    [Fact]
    public async Task A_sweep_spares_what_somebody_has_just_staged_again()
    {
        var hash = (await Store.Stage(new MemoryStream("staged"u8.ToArray()), 10, Cancel)).Hash;
        Assert.False(await Store.DeleteIfStagedBefore(hash, DateTimeOffset.UnixEpoch, Cancel));
        Assert.True(await Store.Exists(hash, Cancel));
        Assert.True(await Store.DeleteIfStagedBefore(hash, DateTimeOffset.MaxValue, Cancel));
        Assert.False(await Store.Exists(hash, Cancel));
    }

    protected async Task NothingStays()
    {
        Assert.Empty(await All());
        Assert.Empty(System.IO.Directory.EnumerateFiles(Spool));
    }

    private async Task<List<BlobHash>> All()
    {
        var all = new List<BlobHash>();
        await foreach (var hash in Store.All(Cancel))
            all.Add(hash);
        return all;
    }

    private static int ByText(BlobHash one, BlobHash other) => string.CompareOrdinal(one.Hex, other.Hex);

    /// <summary>A stream as a network gives it: in uneven drops, without a length, sometimes breaking.</summary>
    protected sealed class DropStream(byte[] content) : Stream
    {
        private int _position;

        public int FailsAfter { get; init; } = int.MaxValue;
        public (int Position, Action Act)? After { get; init; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (After is { } after && _position >= after.Position)
                after.Act();
            cancellationToken.ThrowIfCancellationRequested();
            if (_position >= FailsAfter)
                throw new IOException("The connection was closed.");
            var count = Math.Min(Math.Min(buffer.Length, 70_001), content.Length - _position);
            content.AsMemory(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => throw new NotSupportedException();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
