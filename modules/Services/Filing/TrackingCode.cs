using System.Buffers.Binary;
using System.Security.Cryptography;
using Virtuos.Contracts.Services;

namespace Virtuos.Services.Filing;

/// <summary>Where a tracking code leads.</summary>
internal sealed class TrackingCode
{
    /// <summary>12 signs without separators.</summary>
    public required string Code { get; init; }

    public required Guid Office { get; init; }

    public required Guid Submission { get; init; }

    private const string Signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 11;

    /// <summary>The code of a submission: 55 bits of a keyed digest of its id in Crockford's base 32, and a check sign.</summary>
    public static string Of(Guid submission, byte[] key)
    {
        var bits = BinaryPrimitives.ReadUInt64BigEndian(Digest(submission, key, 'c')) >> 9;
        Span<char> code = stackalloc char[Length + 1];
        for (var at = Length - 1; at >= 0; at--, bits >>= 5) code[at] = Signs[(int)(bits & 31)];
        code[Length] = CheckSign(code[..Length]);
        return new(code);
    }

    /// <summary>Six digits, never stored: they follow from the id and the installation's key.</summary>
    public static string Pin(Guid submission, byte[] key) => (BinaryPrimitives.ReadUInt64BigEndian(Digest(submission, key, 'p')) % 1_000_000).ToString("000000");

    /// <summary>As people read it: <c>K7QF-3M2X-9TPA</c>.</summary>
    public static string Grouped(string code) => code.Length == Length + 1 ? $"{code[..4]}-{code[4..8]}-{code[8..]}" : code;

    /// <summary>The code as somebody typed it: any case and separators, O for 0, I and L for 1; null when it cannot be one.</summary>
    public static string? Parse(string? typed)
    {
        if (typed is null || typed.Length > 40) return null;
        var code = string.Concat(typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c }));
        return code.Length == Length + 1 && code.All(Signs.Contains) && CheckSign(code.AsSpan(0, Length)) == code[Length] ? code : null;
    }

    // Luhn's sum over 32 signs: finds every single wrong sign and almost every swap of neighbours.
    private static char CheckSign(ReadOnlySpan<char> code)
    {
        var sum = 0;
        for (var at = code.Length - 1; at >= 0; at--)
        {
            var value = Signs.IndexOf(code[at]);
            if ((code.Length - 1 - at) % 2 == 0) value = (value * 2 / 32) + (value * 2 % 32);
            sum += value;
        }
        return Signs[(32 - (sum % 32)) % 32];
    }

    private static byte[] Digest(Guid submission, byte[] key, char purpose)
    {
        Span<byte> content = stackalloc byte[17];
        submission.TryWriteBytes(content, bigEndian: true, out _);
        content[16] = (byte)purpose;
        return HMACSHA256.HashData(key, content);
    }
}

/// <summary>Answers which code and PIN a submission has, before it is stored too.</summary>
internal sealed class Tracking(ServiceKeys keys) : ITracking
{
    public TrackingKeys Keys(Guid submission)
    {
        var code = TrackingCode.Grouped(TrackingCode.Of(submission, keys.Tracking));
        return new(code, TrackingCode.Pin(submission, keys.Tracking), $"/sledovat/{code}");
    }
}
