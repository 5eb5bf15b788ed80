using Virtuos.Kernel.Blobs;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Blobs;

public sealed class LocalBlobStoreTests : BlobStoreTests
{
    protected override string Spool => Path.Combine(Folder, "staging");

    protected override Task<IBlobStore> Open() => Task.FromResult<IBlobStore>(new LocalBlobStore(Folder));

    protected override async Task WhileOthersWrite(BlobHash hash, CancellationToken cancel) => Assert.True(await Store.Verify(hash, cancel));

    [Fact]
    public async Task Changed_bytes_are_found_and_staging_them_again_heals_them()
    {
        var content = "rozhodnutí o poplatku"u8.ToArray();
        var hash = (await Store.Stage(new MemoryStream(content), 100, Cancel)).Hash;
        var path = Path.Combine(Folder, hash.Hex[..2], hash.Hex);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllBytesAsync(path, "rozhodnuti o poplatku"u8.ToArray(), Cancel);
        Assert.False(await Store.Verify(hash, Cancel));
        await Store.Stage(new MemoryStream(content), 100, Cancel);
        Assert.True(await Store.Verify(hash, Cancel));
    }

    [Fact]
    public async Task A_full_disk_is_told_and_leaves_nothing_and_small_things_still_fit()
    {
        var small = Path.Combine(Folder, "small");
        System.IO.Directory.CreateDirectory(small);
        if (!Environment.IsPrivilegedProcess || await NpmPackage.Run("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", small], "/", Cancel) != 0)
            Assert.Skip("A volume of one megabyte can be mounted only by root.");
        try
        {
            var store = new LocalBlobStore(small);
            await Assert.ThrowsAsync<BlobStoreUnwritableException>(() => store.Stage(new DropStream(new byte[5_000_000]), long.MaxValue, Cancel));
            Assert.Empty(System.IO.Directory.EnumerateFiles(Path.Combine(small, "staging")));
            var staged = await store.Stage(new DropStream(new byte[100_000]), long.MaxValue, Cancel);
            Assert.True(await store.Verify(staged.Hash, Cancel));
        }
        finally
        {
            await NpmPackage.Run("umount", [small], "/", CancellationToken.None);
        }
    }

    [Fact]
    public async Task Bytes_that_a_killed_process_left_unfinished_are_cleared_after_a_day()
    {
        var old = Path.Combine(Spool, "old");
        var young = Path.Combine(Spool, "young");
        await File.WriteAllTextAsync(old, "half", Cancel);
        await File.WriteAllTextAsync(young, "half", Cancel);
        File.SetLastWriteTimeUtc(old, File.GetLastWriteTimeUtc(young).AddHours(-25));
        await Open();
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
        File.Delete(young);
    }

    [Fact]
    public async Task The_time_of_staging_is_renewed_by_the_same_bytes()
    {
        var clock = new Clock(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var store = new LocalBlobStore(Folder, clock);
        var hash = (await store.Stage(new MemoryStream([1]), 1, Cancel)).Hash;
        var limit = clock.Now.AddHours(1);
        clock.Now = clock.Now.AddHours(2);
        await store.Stage(new MemoryStream([1]), 1, Cancel);
        Assert.False(await store.DeleteIfStagedBefore(hash, limit, Cancel));
    }

    [Fact]
    public async Task Nobody_but_the_program_can_read_what_is_stored()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights of files are those of Unix.");
        var hash = (await Store.Stage(new MemoryStream([1]), 1, Cancel)).Hash;
        var file = Path.Combine(Folder, hash.Hex[..2], hash.Hex);
#pragma warning disable CA1416 // Skipped above.
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
#pragma warning restore CA1416
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("SHA256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("sha256:../../../../../../../../etc/passwd000000000000000000000000000000000")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ")]
    public void Only_one_spelling_of_a_hash_is_a_hash(string? text) => Assert.False(BlobHash.TryParse(text, out _));

    [Fact]
    public void A_hash_survives_text_and_bytes()
    {
        const string Empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        var hash = BlobHash.Of([]);
        Assert.Equal(Empty, hash.ToString());
        Assert.Equal(hash, BlobHash.Parse(Empty));
        Assert.Equal(hash, BlobHash.FromBytes(hash.ToBytes()));
        Assert.NotEqual(hash, default);
        Assert.Throws<FormatException>(() => BlobHash.Parse("nothing"));
    }

    private sealed class Clock(DateTimeOffset start) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
