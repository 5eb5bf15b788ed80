namespace Virtuos.Kernel.OpenNorms;

/// <summary>An entry of a code list with its name in Czech.</summary>
public sealed record CodedName(string Code, string Name);

/// <summary>Which act of which service of which agenda was done, by the catalogue of services, and in what way.</summary>
public sealed record DigitalAct(CodedName Act, CodedName Service, CodedName Agenda, CodedName Way);

/// <summary>A file that was filed with it.</summary>
/// <param name="MimeType">As <c>application/pdf</c>.</param>
/// <param name="Hash">SHA-256 in 64 lower-case hexadecimal digits.</param>
public sealed record FiledAttachment(string Title, string FileName, string MimeType, string Hash);
