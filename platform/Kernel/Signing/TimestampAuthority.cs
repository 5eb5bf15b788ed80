using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Kernel.Signing;

/// <summary>No time stamp could be had now; what waits for one is tried again later.</summary>
public sealed class TimestampUnavailableException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    public Refusal Refusal => Refusal.Unavailable("kernel.timestamp-unavailable");
}

/// <summary>
/// Has seals stamped with the time by the authority of the settings (RFC 3161), or by the trial one where none is set. A stamp counts only
/// when it is of what was asked, under the policy that was asked for, and leads to a trusted root.
/// </summary>
public sealed class TimestampAuthority(Installation installation, TrialTimestamps trial, TrialAuthority trialAuthority, HttpMessageHandler? wire = null) : IDisposable
{
    private const long Largest = 64 * 1024;

    private readonly HttpClient http = new(wire ?? new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { MaxResponseContentBufferSize = Largest };
    private readonly TimestampSettings settings = installation.Timestamp;

    /// <summary>Its stamps are made by the installation itself, for trials.</summary>
    public bool IsTrial => settings.Url is not { Length: > 0 };

    /// <summary>The roots that its stamps are trusted by.</summary>
    public IReadOnlyCollection<X509Certificate2> Roots()
    {
        if (IsTrial)
            return [trialAuthority.Root()];
        X509Certificate2Collection roots = [];
        roots.ImportFromPemFile(settings.Roots!);
        return [.. roots];
    }

    /// <exception cref="TimestampUnavailableException">The authority cannot be reached, refuses, or answers what is no stamp of this seal.</exception>
    public async Task<Rfc3161TimestampToken> Stamp(SignerInfo signer, CancellationToken cancel)
    {
        var request = Rfc3161TimestampRequest.CreateFromSignerInfo(signer, HashAlgorithmName.SHA256, settings.Policy is { Length: > 0 } policy && !IsTrial ? new Oid(policy) : null,
            RandomNumberGenerator.GetBytes(8), requestSignerCertificates: true);
        var answer = IsTrial ? trial.Answer(request.Encode()) : await Ask(request.Encode(), cancel);
        try
        {
            var token = request.ProcessResponse(answer, out _);
            if (settings.Policy is { Length: > 0 } wanted && !IsTrial && token.TokenInfo.PolicyId.Value != wanted)
                throw new TimestampUnavailableException($"The time stamp is issued under the policy {token.TokenInfo.PolicyId.Value}, not {wanted}.");
            var certificates = token.AsSignedCms().Certificates;
            if (!token.VerifySignatureForSignerInfo(signer, out var stamper, certificates) || !SealVerification.Leads(stamper, certificates, Roots(), token.TokenInfo.Timestamp))
                throw new TimestampUnavailableException("The time stamp does not lead to a trusted certificate.");
            return token;
        }
        catch (CryptographicException e)
        {
            throw new TimestampUnavailableException($"The authority gave no valid time stamp: {e.Message}", e);
        }
    }

    private async Task<byte[]> Ask(byte[] request, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(settings.Patience));
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new ByteArrayContent(request) };
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
            if (settings.Authorization is { Length: > 0 } authorization)
                message.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await http.SendAsync(message, patience.Token);
            if (!answer.IsSuccessStatusCode)
                throw new TimestampUnavailableException($"The time stamp authority answered {(int)answer.StatusCode}.");
            return await answer.Content.ReadAsByteArrayAsync(patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new TimestampUnavailableException(e is OperationCanceledException ? $"The time stamp authority did not answer within {settings.Patience} seconds." : $"The time stamp authority cannot be reached: {e.Message}", e);
        }
    }

    public void Dispose() => http.Dispose();
}
