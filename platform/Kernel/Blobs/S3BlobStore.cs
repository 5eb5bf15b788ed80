using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Virtuos.Kernel.Blobs;

/// <summary>Where an S3-compatible store is; Endpoint such as <c>https://s3.example.cz</c>, Prefix is put before every key.</summary>
public sealed record S3Settings(Uri Endpoint, string Bucket, string AccessKey, string SecretKey)
{
    public string Region { get; init; } = "us-east-1";
    public string Prefix { get; init; } = "";
    /// <summary>Folder on the node for bytes whose hash is not known yet; they are deleted when sent.</summary>
    public string SpoolFolder { get; init; } = Path.GetTempPath();
}

/// <summary>
/// Blobs in an S3-compatible object store, for installations with many nodes; durability is that of the store. What a sweep removes lies
/// under <c>removed/</c> for a while.
/// </summary>
public sealed class S3BlobStore : IBlobStore, IRecoverableBlobs, IDisposable
{
    private readonly S3Settings settings;
    private readonly AmazonS3Client client;

    public S3BlobStore(S3Settings settings)
    {
        this.settings = settings;
        Directory.CreateDirectory(settings.SpoolFolder);
        client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), new AmazonS3Config
        {
            ServiceURL = settings.Endpoint.ToString(),
            AuthenticationRegion = settings.Region,
            ForcePathStyle = true,
            // Compatible stores do not all know the newer trailing checksums; content is checked by its own hash anyway.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public async Task<IncomingBlob> Receive(Stream content, long limit, CancellationToken cancel)
    {
        // The key is the hash, which is known only at the end, so the bytes wait on the node.
        using var spool = await BlobSpool.Write(settings.SpoolFolder, content, limit, cancel);
        spool.Close();
        try
        {
            await Put(KeyOf(spool.Hash), spool, cancel);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new BlobStoreUnwritableException(e);
        }
        var hash = spool.Hash;
        return new(hash, spool.Size, Task.CompletedTask, later => Open(hash, later));
    }

    public async Task<Stream?> Open(BlobHash hash, CancellationToken cancel)
    {
        try
        {
            var response = await client.GetObjectAsync(settings.Bucket, KeyOf(hash), cancel);
            return response.ResponseStream;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<bool> Exists(BlobHash hash, CancellationToken cancel) => await StagedAt(hash, cancel) is not null;

    public async Task<bool> Verify(BlobHash hash, CancellationToken cancel)
    {
        await using var content = await Open(hash, cancel);
        try
        {
            return content is not null && await BlobHash.Of(content, cancel) == hash;
        }
        catch (AmazonClientException)
        {
            // The client library has a checksum of its own and found the change before us; broken connections are other exceptions.
            return false;
        }
    }

    public async IAsyncEnumerable<BlobHash> All([EnumeratorCancellation] CancellationToken cancel)
    {
        var aside = AsideOf("");
        await foreach (var item in Listed(settings.Prefix, cancel))
            if (!item.Key.StartsWith(aside, StringComparison.Ordinal) && BlobHash.TryParseHex(item.Key.AsSpan(item.Key.LastIndexOf('/') + 1), out var hash))
                yield return hash;
    }

    public async Task Delete(BlobHash hash, CancellationToken cancel)
    {
        await client.DeleteObjectAsync(settings.Bucket, KeyOf(hash), cancel);
        await Forget(hash, cancel);
    }

    public async Task<bool> DeleteIfStagedBefore(BlobHash hash, DateTimeOffset time, CancellationToken cancel)
    {
        if (await StagedAt(hash, cancel) is not { } staged || staged >= time)
            return false;
        // S3 has no delete on condition of age. Who stages the same bytes between these requests has them put aside, not lost.
        await Copy(KeyOf(hash), AsideOf(hash.Hex), cancel);
        await client.DeleteObjectAsync(settings.Bucket, KeyOf(hash), cancel);
        return true;
    }

    public async IAsyncEnumerable<RemovedBlob> Removed([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var item in Listed(AsideOf(""), cancel))
            if (BlobHash.TryParseHex(item.Key.AsSpan(item.Key.LastIndexOf('/') + 1), out var hash))
                yield return new(hash, item.LastModified is { } at ? new DateTimeOffset(at.ToUniversalTime()) : DateTimeOffset.MinValue);
    }

    public Task Restore(BlobHash hash, CancellationToken cancel) => Copy(AsideOf(hash.Hex), KeyOf(hash), cancel);

    public Task Forget(BlobHash hash, CancellationToken cancel) => client.DeleteObjectAsync(settings.Bucket, AsideOf(hash.Hex), cancel);

    public void Dispose() => client.Dispose();

    private async Task<DateTimeOffset?> StagedAt(BlobHash hash, CancellationToken cancel)
    {
        try
        {
            var found = await client.GetObjectMetadataAsync(settings.Bucket, KeyOf(hash), cancel);
            return found.LastModified is { } at ? new DateTimeOffset(at.ToUniversalTime()) : DateTimeOffset.MinValue;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    // Through the node: not every compatible store copies by itself.
    private async Task Copy(string from, string to, CancellationToken cancel)
    {
        using var response = await client.GetObjectAsync(settings.Bucket, from, cancel);
        using var spool = await BlobSpool.Write(settings.SpoolFolder, response.ResponseStream, long.MaxValue, cancel);
        spool.Close();
        await Put(to, spool, cancel);
    }

    private Task Put(string key, BlobSpool spool, CancellationToken cancel) => client.PutObjectAsync(new PutObjectRequest
    {
        BucketName = settings.Bucket,
        Key = key,
        FilePath = spool.Path,
        ContentType = "application/octet-stream",
        // The store itself refuses bytes that were damaged on the way.
        ChecksumSHA256 = Convert.ToBase64String(spool.Hash.ToBytes()),
        UseChunkEncoding = false,
        DisablePayloadSigning = settings.Endpoint.Scheme == Uri.UriSchemeHttps,
    }, cancel);

    private async IAsyncEnumerable<S3Object> Listed(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = settings.Bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await client.ListObjectsV2Async(request, cancel);
            foreach (var item in page.S3Objects ?? [])
                yield return item;
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    private string AsideOf(string hex) => $"{settings.Prefix}removed/{hex}";

    private string KeyOf(BlobHash hash)
    {
        var hex = hash.Hex;
        return $"{settings.Prefix}{hex[..2]}/{hex[2..4]}/{hex}";
    }
}
