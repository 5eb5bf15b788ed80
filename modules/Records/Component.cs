using Virtuos.Contracts.Services;
using Virtuos.Kernel.Database;

namespace Virtuos.Records;

/// <summary>What a component is of its document (forma uchování of the national standard).</summary>
internal enum ComponentRole
{
    Draft,
    Original,

    /// <summary>The original in the output format (PDF/A).</summary>
    Output,
    Digitised,
    Container,
}

/// <summary>Bytes of a document. Those of one <see cref="Position"/> are the same content in several roles and versions.</summary>
internal sealed class Component : IOfficeOwned, ILedgered
{
    public Guid Office { get; set; }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public required Guid Document { get; init; }

    /// <summary>From 1, without gaps within the document.</summary>
    public required int Position { get; init; }

    public required ComponentRole Role { get; init; }

    /// <summary>From 1; the highest is the valid one.</summary>
    public int Version { get; init; } = 1;

    /// <summary><c>filing</c>, <c>attachment</c>, <c>scan</c>, <c>decision</c>, <c>proof</c>…; at most 50 characters.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string MimeType { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary><c>sha256:…</c></summary>
    public required string Blob { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The stored version of an agenda system's file that it is; null for what came another way.</summary>
    public Guid? StoredFile { get; init; }

    public static Component Of(Document document, int position, ComponentRole role, string kind, FiledPart part, DateTimeOffset at) => new()
    {
        Office = document.Office,
        Document = document.Id,
        Position = position,
        Role = role,
        Kind = kind,
        Name = part.Name,
        MimeType = part.MimeType,
        Size = part.Size,
        Blob = part.Blob,
        AddedAt = at,
    };

    public FiledPart Part => new(Blob, Name, MimeType, Size);
}
