using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Virtuos.Modules.Tests.Identity;

/// <summary>A passkey in software: makes a credential and signs challenges as a device would (WebAuthn level 3, attestation "none").</summary>
internal sealed class SoftwareKey(bool rsa = false) : IDisposable
{
    private readonly AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private byte[] user = [];
    private uint count;

    /// <summary>Whether the device made sure that it is its owner.</summary>
    public bool VerifiesUser { get; set; } = true;

    /// <summary>Overrides the page's origin, as a phishing site would have its own.</summary>
    public string? Origin { get; set; }

    /// <param name="options">As the server gave them for <c>credentials.create</c>.</param>
    public string Create(string options, Uri site)
    {
        using var json = JsonDocument.Parse(options);
        user = Base64Url.DecodeFromChars(json.RootElement.GetProperty("user").GetProperty("id").GetString());
        var client = Client("webauthn.create", json.RootElement.GetProperty("challenge").GetString()!, site);
        byte[] data = [.. Head(site, attested: true), .. new byte[16], .. Short(id.Length), .. id, .. Cose()];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), .. Bytes(data)];
        return Answer(new { clientDataJSON = Encode(client), attestationObject = Encode(attestation), transports = new[] { "internal" } });
    }

    /// <param name="options">As the server gave them for <c>credentials.get</c>.</param>
    public string Get(string options, Uri site)
    {
        using var json = JsonDocument.Parse(options);
        count++;
        var client = Client("webauthn.get", json.RootElement.GetProperty("challenge").GetString()!, site);
        var data = Head(site, attested: false);
        byte[] signed = [.. data, .. SHA256.HashData(client)];
        var signature = key switch
        {
            ECDsa one => one.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            RSA other => other.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => throw new InvalidOperationException(),
        };
        return Answer(new { clientDataJSON = Encode(client), authenticatorData = Encode(data), signature = Encode(signature), userHandle = Encode(user) });
    }

    public void Dispose() => key.Dispose();

    private string Answer(object response) => JsonSerializer.Serialize(new { id = Encode(id), rawId = Encode(id), type = "public-key", clientExtensionResults = new { }, authenticatorAttachment = "platform", response });

    private byte[] Client(string type, string challenge, Uri site) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge, origin = Origin ?? site.GetLeftPart(UriPartial.Authority), crossOrigin = false });

    private byte[] Head(Uri site, bool attested)
    {
        var flags = (byte)(0x01 | (VerifiesUser ? 0x04 : 0) | (attested ? 0x40 : 0));
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(site.Host)), flags, .. counter];
    }

    // COSE_Key: EC2 with ES256 (-7), or RSA with RS256 (-257).
    private byte[] Cose()
    {
        if (key is ECDsa curve)
        {
            var q = curve.ExportParameters(false).Q;
            return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, .. Bytes(q.X!), 0x22, .. Bytes(q.Y!)];
        }
        var parts = ((RSA)key).ExportParameters(false);
        return [0xA4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, .. Bytes(parts.Modulus!), 0x21, .. Bytes(parts.Exponent!)];
    }

    private static byte[] Text(string text) => [(byte)(0x60 | text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Bytes(byte[] bytes) => bytes.Length switch
    {
        < 24 => [(byte)(0x40 | bytes.Length), .. bytes],
        < 256 => [0x58, (byte)bytes.Length, .. bytes],
        _ => [0x59, .. Short(bytes.Length), .. bytes],
    };

    private static byte[] Short(int number) => [(byte)(number >> 8), (byte)number];

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
