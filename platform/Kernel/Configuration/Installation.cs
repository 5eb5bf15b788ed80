namespace Virtuos.Kernel.Configuration;

/// <summary>The settings of one installation; section <c>virtuos</c> of the configuration. Paths are absolute after start.</summary>
public sealed class Installation
{
    /// <summary>Runtime state: database, blobs, keys, logs.</summary>
    public string Var { get; set; } = "var";

    /// <summary>Reference facts that come with the program.</summary>
    public string Data { get; set; } = "data";

    /// <summary>A PostgreSQL of its own (from 15 on); empty = the embedded one under <see cref="Var"/>.</summary>
    public string? Database { get; set; }

    /// <summary>The address under which people reach the installation; used in letters and links.</summary>
    public string Address { get; set; } = "http://localhost:8080";

    /// <summary>Addresses or networks of the proxies before the program whose <c>X-Forwarded-*</c> is believed, separated by commas; the same machine always is.</summary>
    public string Proxies { get; set; } = "";

    /// <summary>Shows demo logins and the letters that nobody sends; only ever true in a database marked as demo.</summary>
    public bool Demo { get; set; }

    /// <summary>How many past days of work the demo region is loaded with.</summary>
    public int DemoDays { get; set; } = 365;

    public MailSettings Mail { get; set; } = new();

    public SmsSettings Sms { get; set; } = new();

    public BlobSettings Blobs { get; set; } = new();

    public TimestampSettings Timestamp { get; set; } = new();

    public DataBoxSettings DataBoxes { get; set; } = new();

    public ScanSettings Scan { get; set; } = new();

    public ExchangeSettings Exchange { get; set; } = new();

    public string Keys => Path.Combine(Var, "keys");
}

/// <summary>Outgoing mail. Without a host, letters are laid into <see cref="Folder"/>.</summary>
public sealed class MailSettings
{
    public string? Host { get; set; }

    public int Port { get; set; } = 25;

    /// <summary><c>none</c> or <c>starttls</c>.</summary>
    public string Security { get; set; } = "none";

    public string? User { get; set; }

    public string? Password { get; set; }

    public string From { get; set; } = "podatelna@virtuos.localhost";

    /// <summary>Relative to <see cref="Installation.Var"/>.</summary>
    public string Folder { get; set; } = "mail";
}

/// <summary>
/// The operator's gateway for short texts, described as data: <c>{id}</c>, <c>{to}</c>, <c>{from}</c> and <c>{text}</c> in <see cref="Url"/> and
/// <see cref="Body"/> are replaced, escaped for where they stand.
/// </summary>
public sealed class SmsSettings
{
    /// <summary>Empty = nothing is offered to citizens; in the demo region texts are laid into <see cref="Folder"/>.</summary>
    public string? Url { get; set; }

    /// <summary>POST, PUT or GET.</summary>
    public string Method { get; set; } = "POST";

    /// <summary><c>application/json</c>, <c>application/x-www-form-urlencoded</c> or an XML type; decides how values are escaped.</summary>
    public string ContentType { get; set; } = "application/json";

    public string Body { get; set; } = """{"id":"{id}","to":"{to}","text":"{text}"}""";

    /// <summary>Whole value of the header Authorization, such as <c>Bearer …</c>.</summary>
    public string? Authorization { get; set; }

    /// <summary>Regular expression that the answer must match; for gateways that answer 200 to everything.</summary>
    public string? Accepted { get; set; }

    /// <summary>Regular expression of an answer that refuses this number or text for good.</summary>
    public string? Refused { get; set; }

    public string From { get; set; } = "";

    /// <summary>Numbers that texts go to, by their beginnings; others cost more or are used for fraud.</summary>
    public string Prefixes { get; set; } = "+420,+421";

    /// <summary>Most texts of one office in a day; the rest waits for the next one.</summary>
    public int PerDay { get; set; } = 1000;

    /// <summary>Relative to <see cref="Installation.Var"/>.</summary>
    public string Folder { get; set; } = "sms";
}

/// <summary>Where bytes are kept: the folder <c>blobs</c> under var, or a bucket of an S3-compatible store.</summary>
public sealed class BlobSettings
{
    public string? Endpoint { get; set; }

    public string? Bucket { get; set; }

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }
}

/// <summary>
/// The authority that stamps sealed documents with the time (RFC 3161 over HTTP). Without an address the installation stamps by itself, for
/// trials only, and says so on every stamp.
/// </summary>
public sealed class TimestampSettings
{
    public string? Url { get; set; }

    /// <summary>The policy that stamps must be issued under, as <c>1.2.203.7064.1.1.11</c>; empty = any.</summary>
    public string? Policy { get; set; }

    /// <summary>File with the certificates (PEM) of the roots that its stamps must lead to, relative to <see cref="Installation.Var"/>; needed with an address.</summary>
    public string? Roots { get; set; }

    /// <summary>Whole value of the header Authorization, such as <c>Basic …</c>.</summary>
    public string? Authorization { get; set; }

    /// <summary>Seconds after which an answer is not waited for any more.</summary>
    public int Patience { get; set; } = 5;
}

/// <summary>The state's system of data boxes; which boxes there are, offices say themselves.</summary>
public sealed class DataBoxSettings
{
    /// <summary>File with the certificates (PEM) of the roots that the system's TLS must lead to, relative to <see cref="Installation.Var"/>; empty = the roots of this machine.</summary>
    public string? Roots { get; set; }
}

/// <summary>The scanner of viruses that looks at everything that comes.</summary>
public sealed class ScanSettings
{
    /// <summary>Where clamd listens: <c>unix:/run/clamav/clamd.ctl</c> or <c>tcp:host:3310</c>; empty = nobody scans.</summary>
    public string? Clamd { get; set; }

    /// <summary>What nobody has scanned must not pass: it waits until the scanner answers.</summary>
    public bool Demanded { get; set; }
}

/// <summary>Exchange of files with older programs of an office: folders <c>in</c> and <c>out</c> in a folder of the office's name.</summary>
public sealed class ExchangeSettings
{
    /// <summary>Relative to <see cref="Installation.Var"/>; empty = no exchange.</summary>
    public string? Folder { get; set; }
}
