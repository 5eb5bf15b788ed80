using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Virtuos.Kernel.Blobs;

namespace Virtuos.Records;

/// <summary>The archive could not be spoken with, or said nothing that decides; whether what was sent arrived is not known.</summary>
internal sealed class ArchiveSilenceException(string reason, Exception? cause = null) : Exception(reason, cause);

/// <summary>The archive sent a package back for repair, with its own words.</summary>
internal sealed class ReturnedForRepairException(string said) : Exception(said);

/// <summary>An answer fetched from the archive.</summary>
/// <param name="Why">What it says of what it returned.</param>
internal sealed record FetchedList(byte[] Bytes, string? Why);

/// <summary>
/// Speaks with the door of the archive: packages go by PUT under their own names, lists come by GET one after another. The archive publishes no
/// wire of its own, so this one is ours; <c>docs/disposal.md</c> tells it.
/// </summary>
internal sealed class ArchiveWire(ForeignSecrets secrets, IBlobStore blobs) : IDisposable
{
    private const int LongestSaid = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OfPackages = TimeSpan.FromHours(1);
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Returns when the archive has it; the same bytes under the same name once more are the same for it.</summary>
    /// <exception cref="ReturnedForRepairException">It looked at it and does not take it.</exception>
    /// <exception cref="ArchiveSilenceException">Nobody knows.</exception>
    public async Task Put(DisposalArchive archive, DisposalParcel parcel, CancellationToken cancel)
    {
        var hash = BlobHash.Parse(parcel.Blob ?? throw new ArchiveSilenceException("The package is not here any more."));
        await using var content = await blobs.Open(hash, cancel) ?? throw new ArchiveSilenceException("The package is not here any more.");
        using var message = Message(archive, HttpMethod.Put, $"rizeni/{parcel.Procedure}/{Kind(parcel.Kind)}/{parcel.Name}{parcel.Ending}");
        message.Content = new StreamContent(content) { Headers = { ContentLength = parcel.Size, ContentType = new(parcel.Kind == ParcelKind.Proposal ? "application/pdf" : "application/zip") } };
        var digest = $"sha-256=:{Convert.ToBase64String(hash.ToBytes())}:";
        message.Content.Headers.Add("Content-Digest", digest);
        await Ask(message, OfPackages, async (answer, patience) =>
        {
            if (answer.StatusCode == HttpStatusCode.UnprocessableEntity) throw new ReturnedForRepairException(await Said(answer, patience));
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent)) throw new ArchiveSilenceException($"The archive answered {(int)answer.StatusCode}.");
            // Whatever stands in between may say 200; only the archive knows what it has.
            return answer.Headers.TryGetValues("Prijato", out var has) && has.Contains(digest) ? true : throw new ArchiveSilenceException("The archive did not confirm what it has.");
        }, cancel);
    }

    /// <summary>The list after those that were fetched; null when there is none yet.</summary>
    public async Task<FetchedList?> Next(DisposalArchive archive, DisposalProcedure procedure, CancellationToken cancel)
    {
        using var message = Message(archive, HttpMethod.Get, $"rizeni/{procedure.Id}/odpovedi/{procedure.Answers + 1}");
        return await Ask(message, Patience, async (answer, patience) =>
        {
            if (answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotFound) return null;
            if (answer.StatusCode != HttpStatusCode.OK) throw new ArchiveSilenceException($"The archive answered {(int)answer.StatusCode}.");
            using var bytes = new MemoryStream();
            await using var body = await answer.Content.ReadAsStreamAsync(patience);
            var buffer = new byte[81920];
            for (int read; (read = await body.ReadAsync(buffer, patience)) > 0; bytes.Write(buffer, 0, read))
                if (bytes.Length > ArchiveList.Largest) throw new ArchiveSilenceException("The list is larger than any can be.");
            if (bytes.Length == 0) throw new ArchiveSilenceException("The archive answered nothing.");
            return new FetchedList(bytes.ToArray(), answer.Headers.TryGetValues("Duvod", out var why) ? Uri.UnescapeDataString(string.Concat(why)) : null);
        }, cancel);
    }

    /// <summary>The part of the address for what is sent.</summary>
    private static string Kind(ParcelKind kind) => kind switch { ParcelKind.Proposal => "navrh", ParcelKind.Metadata => "metadata", ParcelKind.Full => "k-vyberu", _ => "archivalie" };

    private HttpRequestMessage Message(DisposalArchive archive, HttpMethod method, string path)
    {
        var message = new HttpRequestMessage(method, new Uri(new Uri(archive.Address!), path));
        message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{archive.SignIn}:{secrets.Open(archive.Office, archive.Secret!)}")));
        return message;
    }

    private async Task<T> Ask<T>(HttpRequestMessage message, TimeSpan howLong, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(howLong);
        try
        {
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) throw new ArchiveSilenceException($"The archive does not let us in ({(int)answer.StatusCode}).");
            return await read(answer, patience.Token);
        }
        catch (HttpRequestException e)
        {
            throw new ArchiveSilenceException($"The archive cannot be reached: {e.HttpRequestError}", e);
        }
        catch (IOException e)
        {
            throw new ArchiveSilenceException("The answer of the archive broke off.", e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new ArchiveSilenceException("The archive did not answer in time.", e);
        }
    }

    private static async Task<string> Said(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        using var reader = new StreamReader(body, Encoding.UTF8);
        var text = new char[LongestSaid];
        var read = await reader.ReadBlockAsync(text, cancel);
        return new string(text, 0, read).Trim() is { Length: > 0 } said ? said : "–";
    }

    public void Dispose() => client.Dispose();
}
