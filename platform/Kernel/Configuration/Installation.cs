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

    /// <summary>Shows demo logins and the letters that nobody sends; only ever true in a database marked as demo.</summary>
    public bool Demo { get; set; }

    /// <summary>How many past days of work the demo region is loaded with.</summary>
    public int DemoDays { get; set; } = 365;

    public MailSettings Mail { get; set; } = new();

    public BlobSettings Blobs { get; set; } = new();

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

/// <summary>Where bytes are kept: the folder <c>blobs</c> under var, or a bucket of an S3-compatible store.</summary>
public sealed class BlobSettings
{
    public string? Endpoint { get; set; }

    public string? Bucket { get; set; }

    public string? AccessKey { get; set; }

    public string? SecretKey { get; set; }
}
