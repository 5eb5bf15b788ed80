using System.Net;
using Npgsql;
using Virtuos.Testing;

namespace Virtuos.Endurance;

/// <summary>A server with everything around it that can be broken: lines, disk, clock and database.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string Embedded = "own database", Beside = "database on the network", Small = "everything on one small disk";

    private readonly string folder = PrivatePostgres.NewFolder("scene");
    private Wire? front;

    private Scene(string name) => (Name, Server) = (name, new ServerProcess());

    public string Name { get; }

    public ServerProcess Server { get; }

    /// <summary>Between the filers and the server.</summary>
    public Wire Front => front!;

    /// <summary>Between the server and its database, when that is beside it.</summary>
    public Wire? Back { get; private set; }

    public Cluster? Database { get; private set; }

    public SmallDisk? Disk { get; private set; }

    public SteppedClock? Clock { get; private set; }

    public int? Postmaster => Database is null ? Server.Postmaster : Database.Postmaster;

    public static async Task<Scene> Set(string name, CancellationToken cancel)
    {
        var scene = new Scene(name);
        try
        {
            await scene.Build(cancel);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    private async Task Build(CancellationToken cancel)
    {
        Disk = Name == Small ? await SmallDisk.Mount(Server.Var, 2500, cancel) : await SmallDisk.Mount(Path.Combine(Server.Var, "blobs"), 1000, cancel);
        Clock = SteppedClock.Under(Server);
        if (Name == Beside)
        {
            Database = await Cluster.Create(folder, "", cancel);
            Back = new Wire(new IPEndPoint(IPAddress.Loopback, Database.Port));
            Server.Environment["VIRTUOS__DATABASE"] = Cluster.To(Back.Port) + ";Keepalive=5;Command Timeout=30";
        }
        await Server.OpenOffices(cancel);
        await Server.Start(demo: false, cancel);
        front = new Wire(new IPEndPoint(IPAddress.Loopback, Server.Address.Port));
    }

    /// <summary>Everything in order again, the server just started.</summary>
    public async Task Restart(CancellationToken cancel)
    {
        Disk?.Free();
        if (Clock is not null) SteppedClock.Sweep();
        Front.Revive();
        Back?.Revive();
        await Reckoning.Until(DatabaseIsUp, "the database takes connections", cancel);
        await Server.Start(demo: false, cancel);
    }

    // A process that was killed a moment ago may still have its number, and one that lives may still be recovering.
    private async Task<bool> DatabaseIsUp()
    {
        if (Database is null) return true;
        if (Database.Postmaster is not { } id || !System.IO.Directory.Exists($"/proc/{id}")) await StartDatabase(CancellationToken.None);
        await using var connection = new NpgsqlConnection(Database.Admin);
        await connection.OpenAsync();
        return true;
    }

    /// <summary>Children of a killed server hold its memory for some moments.</summary>
    public async Task StartDatabase(CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await Database!.Start(cancel);
                return;
            }
            catch (InvalidOperationException) when (attempt < 120)
            {
                await Task.Delay(500, cancel);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (front is not null) await front.DisposeAsync();
        if (Back is not null) await Back.DisposeAsync();
        Clock?.Dispose();
        await Server.Perish();
        if (Database is not null) await Database.DisposeAsync();
        if (Disk is not null) await Disk.DisposeAsync();
        await Server.DisposeAsync();
        System.IO.Directory.Delete(folder, recursive: true);
    }
}
