namespace Virtuos.Kernel.Signatures;

/// <summary>A reference to an object of a PDF file.</summary>
internal sealed record PdfReference(int Number);

internal sealed record PdfName(string Value);

/// <summary>A string of a PDF file, with the place of its brackets in the file.</summary>
/// <param name="End">Behind the closing bracket.</param>
internal sealed record PdfText(byte[] Bytes, int Start, int End);

internal sealed class PdfDictionary : Dictionary<string, object?>
{
    /// <summary>Place of the bytes of a stream in its source; null when the dictionary has none.</summary>
    public int? StreamAt { get; set; }
}

/// <summary>The file is no PDF that can be read, or it exceeds what is read of one.</summary>
internal sealed class PdfException(string reason) : Exception(reason);
