using Virtuos.Peers.Tests;

// Programs that stand in for those outside: each is a process of its own and speaks its own protocol, not ours.
return args switch
{
    ["sms-gateway", var port, var folder] => await SmsGateway.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("sms-gateway PORT FOLDER");
    return 64;
}
