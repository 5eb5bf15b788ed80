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

/// <summary>Blobs in an S3-compatible object store, for installations with many nodes; durability is that of the store.</summary>
public sealed class S3BlobStore : IBlobStore, IDisposable
{
    private readonly S3Settings _settings;
    private readonly AmazonS3Client _client;

    public S3BlobStore(S3Settings settings)
    {
        _settings = settings;
        Directory.CreateDirectory(settings.SpoolFolder);
        _client = new AmazonS3Client(new BasicAWSCredentials(settings.AccessKey, settings.SecretKey), new AmazonS3Config
        {
            ServiceURL = settings.Endpoint.ToString(),
            AuthenticationRegion = settings.Region,
            ForcePathStyle = true,
            // Compatible stores do not all know the newer trailing checksums; content is checked by its own hash anyway.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public async Task<StagedBlob> Stage(Stream content, long limit, CancellationToken cancel)
    {
        // The key is the hash, which is known only at the end, so the bytes wait on the node.
        using var spool = await BlobSpool.Write(_settings.SpoolFolder, content, limit, cancel);
        spool.Close();
        await _client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = _settings.Bucket,
            Key = KeyOf(spool.Hash),
            FilePath = spool.Path,
            ContentType = "application/octet-stream",
            // The store itself refuses bytes that were damaged on the way.
            ChecksumSHA256 = Convert.ToBase64String(spool.Hash.ToBytes()),
            UseChunkEncoding = false,
            DisablePayloadSigning = _settings.Endpoint.Scheme == Uri.UriSchemeHttps,
        }, cancel);
        return new StagedBlob(spool.Hash, spool.Size);
    }

    public async Task<Stream?> Open(BlobHash hash, CancellationToken cancel)
    {
        try
        {
            var response = await _client.GetObjectAsync(_settings.Bucket, KeyOf(hash), cancel);
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
        var request = new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = _settings.Prefix };
        ListObjectsV2Response page;
        do
        {
            page = await _client.ListObjectsV2Async(request, cancel);
            foreach (var item in page.S3Objects ?? [])
                if (BlobHash.TryParseHex(item.Key.AsSpan(item.Key.LastIndexOf('/') + 1), out var hash))
                    yield return hash;
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    public Task Delete(BlobHash hash, CancellationToken cancel) =>
        _client.DeleteObjectAsync(_settings.Bucket, KeyOf(hash), cancel);

    public async Task<bool> DeleteIfStagedBefore(BlobHash hash, DateTimeOffset time, CancellationToken cancel)
    {
        // S3 has no delete on condition of age: the caller's margin (hours) must outlast this moment between two requests.
        if (await StagedAt(hash, cancel) is not { } staged || staged >= time)
            return false;
        await Delete(hash, cancel);
        return true;
    }

    public void Dispose() => _client.Dispose();

    private async Task<DateTimeOffset?> StagedAt(BlobHash hash, CancellationToken cancel)
    {
        try
        {
            var found = await _client.GetObjectMetadataAsync(_settings.Bucket, KeyOf(hash), cancel);
            return found.LastModified is { } at ? new DateTimeOffset(at.ToUniversalTime()) : DateTimeOffset.MinValue;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private string KeyOf(BlobHash hash)
    {
        var hex = hash.Hex;
        return $"{_settings.Prefix}{hex[..2]}/{hex[2..4]}/{hex}";
    }
}
